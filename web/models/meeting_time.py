from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.encryption import EncryptedText
from web.models.match import Match
from web.models.party import Party
from web.models.vocabulary import Side


class MeetingTime(InScheme, Base):
    """A time and place proposed to both sides for their first meeting, and whom it suits."""

    __tablename__ = "meeting_time"

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"), index=True)
    begins_at: Mapped[datetime]
    # Somebody may write a street.
    place: Mapped[str] = mapped_column(EncryptedText)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    # Nothing until that side has answered.
    suits_volunteer: Mapped[bool | None]
    suits_household: Mapped[bool | None]

    match: Mapped[Match] = relationship()
    proposed_by: Mapped[Party] = relationship()

    def suits(self, side: Side) -> bool | None:
        return self.suits_volunteer if side is Side.VOLUNTEER else self.suits_household

    @property
    def suits_both(self) -> bool:
        return bool(self.suits_volunteer and self.suits_household)
