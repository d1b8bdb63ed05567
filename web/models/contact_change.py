from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.party import Party
from web.models.vocabulary import Channel


class ContactChange(InScheme, Base):
    """A new address or number that somebody asked for; it counts once a code has proved it."""

    __tablename__ = "contact_change"

    party_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    # Whether it is an e-mail address or a number.
    channel: Mapped[Channel]
    contact: Mapped[str] = mapped_column(EncryptedText)
    # Where we wrote before, which is told of the change; nothing where there was none.
    replaced: Mapped[str | None] = mapped_column(EncryptedText)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]

    party: Mapped[Party] = relationship()
