from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.encryption import EncryptedText
from web.models.household import Household
from web.models.vocabulary import Topic


class ToldChange(InScheme, Public, Base):
    """What a family told us has changed and what does not take effect by itself.

    A new contact waits until it is confirmed over the old one, free words until somebody has read
    them.
    """

    __tablename__ = "told_change"

    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    topic: Mapped[Topic]
    # The number, the address or the words; of an address the postcode on a line of its own.
    told: Mapped[str] = mapped_column(EncryptedText)
    told_at: Mapped[datetime]
    # Over the old contact somebody said that it was not them.
    denied_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    # Whether it took effect, and by whom: nobody where the family confirmed it.
    taken: Mapped[bool | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))

    household: Mapped[Household] = relationship(foreign_keys=[household_id])
