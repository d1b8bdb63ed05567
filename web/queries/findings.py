"""What a run has found: whom it would take next for a household, and whom it left waiting.

A coordinator goes through a run page by page, and a country's findings are a megabyte to be read.
They do not change any more, so those of the run that was asked for last are kept.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.models import MatchRun
from web.models.vocabulary import Progress

Found = TypeVar("Found")

# By the run's public id and the column.
_kept: dict[tuple[str, str], Any] = {}


def plan_b(session: Session, run: MatchRun) -> dict[str, list[dict[str, Any]]]:
    """By the household's public id: {volunteer, points, value, free}, best first."""
    return _of(session, run, MatchRun.alternatives)


def left_waiting(session: Session, run: MatchRun) -> list[dict[str, Any]]:
    """{household, funnel, relaxation} of each, in the order of the matcher."""
    return _of(session, run, MatchRun.waiting)


def _of(session: Session, run: MatchRun, column: InstrumentedAttribute[Found]) -> Found:
    """One query, or none where it is kept."""
    key = run.public_id, column.key
    if key in _kept:
        known: Found = _kept[key]
        return known
    found = session.scalars(select(column).where(MatchRun.id == run.id)).one()
    if any(public_id != run.public_id for public_id, _column in _kept):
        _kept.clear()
    if run.progress is Progress.DONE:
        _kept[key] = found
    return found
