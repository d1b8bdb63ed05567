from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.encryption import EncryptedText
from web.models.match import Match
from web.models.party import Party


class HeldMeeting(InScheme, Public, Base):
    """A day on which the two of a match met, as one of them wrote it down.

    The first meeting is the match's own; this is the log of those after it.
    """

    __tablename__ = "held_meeting"
    # Of one day there is one line each: sent twice, or written anew, it is still one.
    __table_args__ = (UniqueConstraint("match_id", "told_by_id", "held_on"),)

    match_id: Mapped[int] = mapped_column(ForeignKey("match.id", ondelete="CASCADE"))
    told_by_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    held_on: Mapped[date]
    said: Mapped[str] = mapped_column(EncryptedText, default="")
    noted_at: Mapped[datetime]

    match: Mapped[Match] = relationship()
    told_by: Mapped[Party] = relationship()
