from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.party import Party


class Absence(InScheme, Public, Base):
    """From when to when a coordinator is away, both days included, and who stands in."""

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("from_on <= until_on", name="days"),
        CheckConstraint("away_id <> stand_in_id", name="two_people"),
        Index("ix_absence_away_id_until_on", "away_id", "until_on"),
    )

    away_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"))
    stand_in_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    # Who wrote it down: the one who goes, or a colleague for them.
    told_by_id: Mapped[int] = mapped_column(ForeignKey("party.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]

    away: Mapped[Party] = relationship(foreign_keys=[away_id])
    stand_in: Mapped[Party] = relationship(foreign_keys=[stand_in_id])
