from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme, Public
from web.models.party import Party
from web.models.vocabulary import Progress

UNKEPT = "unkept_promises"
"""In the policy of a run: the promises that it went on without, and why."""


class MatchRun(InScheme, Public, Base):
    """One execution of the solver: a receipt that can be replayed."""

    __tablename__ = "match_run"

    progress: Mapped[Progress] = mapped_column(default=Progress.QUEUED)
    phase: Mapped[str] = mapped_column(String(40), default="")
    percent: Mapped[int] = mapped_column(default=0)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"))
    policy: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    receipt: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    proven: Mapped[bool | None]
    total: Mapped[int | None]
    # One dict a waiting household: its public id, its funnel and the smallest relaxation.
    waiting: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # By the household's public id: the next best volunteers with their points.
    alternatives: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # One dict a pin that could not be kept: both public ids, and the rules that it breaks.
    unkept_pins: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)

    started_by: Mapped[Party | None] = relationship(foreign_keys=[started_by_id])
    cancelled_by: Mapped[Party | None] = relationship(foreign_keys=[cancelled_by_id])
