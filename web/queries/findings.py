"""What a run has found: its receipt, whom it left waiting, and whom it would take next.

A coordinator goes through a run page by page, and a country's findings are megabytes to be read.
They do not change any more, so those of the run that was asked for last are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.models import MatchRun
from web.models.match_run import UNKEPT
from web.models.vocabulary import Progress

Found = TypeVar("Found")

# By the run's public id, and what it is.
_kept: dict[tuple[str, str], Any] = {}


class Told(NamedTuple):
    """What a run tells of itself, and the promises to groups that it went on without."""

    receipt: dict[str, Any]
    unkept_promises: dict[str, Any] | None


def told(session: Session, run: MatchRun) -> Told:
    """Of those who took part the receipt says here only how many, by side."""

    def read() -> Told:
        columns = select(MatchRun.receipt, MatchRun.policy[UNKEPT])
        whole, unkept = session.execute(columns.where(MatchRun.id == run.id)).one()
        entrants = whole.get("entrants", {})
        counts = {side: len(names) for side, names in entrants.items()}
        return Told({**whole, "entrants": counts}, unkept)

    return _once(run, "told", read)


def plan_b(session: Session, run: MatchRun) -> dict[str, list[dict[str, Any]]]:
    """By the household's public id: {volunteer, points, value, free}, best first."""
    return _once(run, "plan_b", lambda: _read(session, run, MatchRun.alternatives))


def left_waiting(session: Session, run: MatchRun) -> list[dict[str, Any]]:
    """{household, funnel, relaxation} of each, in the order of the matcher."""
    return _once(run, "waiting", lambda: _read(session, run, MatchRun.waiting))


def _once(run: MatchRun, name: str, read: Callable[[], Found]) -> Found:
    """One query, or none where it is kept."""
    key = run.public_id, name
    if key in _kept:
        known: Found = _kept[key]
        return known
    found = read()
    if any(public_id != run.public_id for public_id, _name in _kept):
        _kept.clear()
    if run.progress is Progress.DONE:
        _kept[key] = found
    return found


def _read(session: Session, run: MatchRun, column: InstrumentedAttribute[Found]) -> Found:
    return session.scalars(select(column).where(MatchRun.id == run.id)).one()
