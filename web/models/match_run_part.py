from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models.base import Base, InScheme
from web.models.match_run import MatchRun
from web.models.vocabulary import Progress


class MatchRunPart(InScheme, Base):
    """People of a run who can only be matched with each other; gone when the run is done."""

    __tablename__ = "match_run_part"
    __table_args__ = (UniqueConstraint("run_id", "position"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id", ondelete="CASCADE"))
    position: Mapped[int]
    progress: Mapped[Progress] = mapped_column(default=Progress.QUEUED)
    # Free places by the volunteer's public id, wanted volunteers by the household's.
    entrants: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # Pairs, prices and the hash of the inputs: what `matcher.PartResult` holds.
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    run: Mapped[MatchRun] = relationship()
