from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.party import Party


class SchemeCadence(InScheme, Base):
    """When a scheme asks and reminds: the newest row is in force, the others history.

    A scheme without a row goes by the usual cadence, `web.services.cadence.USUAL`.
    """

    __tablename__ = "scheme_cadence"
    # Of two who save at once, one comes second.
    __table_args__ = (UniqueConstraint("scheme_id", "version"),)

    # Counts from 1 in each scheme.
    version: Mapped[int]
    # "2w", "3m", …: in their order, counted from the first meeting.
    first_steps: Mapped[list[str]] = mapped_column(JSON)
    tail_months: Mapped[int]
    remind_after_days: Mapped[int]
    silent_after_days: Mapped[int]
    meeting_alarm_days: Mapped[int]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    saved_at: Mapped[datetime]

    saved_by: Mapped[Party] = relationship()
