from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.party import Party
from web.models.vocabulary import Channel


class KeptLetter(InScheme, Base):
    """A message that was worded while the scheme was in an exercise, and never left."""

    __tablename__ = "kept_letter"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    kept_at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(40))
    channel: Mapped[Channel]
    recipient: Mapped[str] = mapped_column(EncryptedText)
    # Empty for a text message.
    subject: Mapped[str] = mapped_column(EncryptedText)
    text: Mapped[str] = mapped_column(EncryptedText)

    party: Mapped[Party] = relationship()
