"""Whom a run would take next for a household, if its first choice is not to be."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import MatchRun

Alternatives = dict[str, list[dict[str, Any]]]

# Of one run, by its public id: a coordinator goes through it page by page, what it has found does
# not change any more, and a country's is a megabyte to be read.
_kept: dict[str, Alternatives] = {}


def of_run(session: Session, run: MatchRun) -> Alternatives:
    """By the household's public id: {volunteer, points, value, free}, best first.

    One query, or none where the run is the one that was asked for last.
    """
    known = _kept.get(run.public_id)
    if known is None:
        known = session.scalars(select(MatchRun.alternatives).where(MatchRun.id == run.id)).one()
        _kept.clear()
        _kept[run.public_id] = known
    return known
