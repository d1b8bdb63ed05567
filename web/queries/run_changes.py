"""What has happened to the proposals of a run since somebody opened its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from web.models import Match, MatchEvent, MatchRun
from web.models.vocabulary import MatchState


@dataclass(frozen=True, slots=True)
class Standing:
    """How many matches of a run there are in each state.

    Attributes:
        mark: a word that is another one as soon as anything happens to any of them: how many there
            are, and how often they were changed.
    """

    by_state: dict[MatchState, int]
    mark: str


@dataclass(frozen=True, slots=True)
class LastStep:
    """The state of a match, and who brought it there; nobody where the software acted."""

    public_id: str
    state: MatchState
    by: str
    at: datetime


def standing(session: Session, run: MatchRun) -> Standing:
    """How it stands with the matches of a run. One query."""
    rows = session.execute(
        select(Match.state, func.count(), func.sum(Match.version))
        .where(Match.run_id == run.id)
        .group_by(Match.state)
    ).all()
    matches, versions = (sum(int(row[column]) for row in rows) for column in (1, 2))
    return Standing({row[0]: row[1] for row in rows}, f"{matches}.{versions}" if rows else "")


def last_steps(session: Session, run: MatchRun, shown: Sequence[str]) -> list[LastStep]:
    """How it stands with the matches of these public ids. One query."""
    newest = (
        select(func.max(MatchEvent.id))
        .join(MatchEvent.match)
        .where(Match.run_id == run.id, Match.public_id.in_(shown))
        .group_by(MatchEvent.match_id)
    )
    events = session.scalars(
        select(MatchEvent)
        .where(MatchEvent.id.in_(newest))
        .options(joinedload(MatchEvent.match), joinedload(MatchEvent.actor))
    )
    return [
        LastStep(
            event.match.public_id,
            event.match.state,
            event.actor.full_name if event.actor else "",
            event.at,
        )
        for event in events
    ]
