"""What a coordinator has in hand: for the colleague who stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased, joinedload

from web.models import AuditEvent, FollowUp, Household, Match, Party, Task
from web.models.vocabulary import LIVE_MATCH_STATES, MatchState
from web.queries import queue
from web.queries.parties import sides_of
from web.queries.waiting import is_waiting

# More than one person can take over is no briefing.
MOST_TASKS = 100
MOST_MATCHES = 200
MOST_WAITING = 20
# What makes somebody the coordinator of a household.
_ENTRUSTING = ("household_entrusted", "household_intake")


@dataclass(frozen=True, slots=True)
class Caseload:
    """Open tasks oldest first, matches by state, households by how long they wait."""

    tasks: Sequence[Task]
    matches: dict[MatchState, list[Match]]
    silent: Sequence[Match]
    waiting: Sequence[Party]
    # Kept so that the matches' two sides stay loaded.
    sides: dict[int, Party]


def of(session: Session, who: Party, day: date) -> Caseload:
    """All that is theirs, whoever stands in. At most seven queries."""
    tasks = session.scalars(
        queue.with_holders(select(Task), day)
        .where(Task.done_at.is_(None), queue.OWN_HOLDER.in_([who.id]))
        .options(
            joinedload(Task.party),
            joinedload(Task.match),
            joinedload(Task.handed_by),
            joinedload(Task.snoozed_by),
        )
        .order_by(Task.created_at, Task.id)
        .limit(MOST_TASKS)
    ).all()
    theirs = Match.household.has(Household.coordinator_id == who.id)
    rows = session.execute(
        select(Match, (Match.state == MatchState.ACTIVE) & _is_silent())
        .where(Match.state.in_(LIVE_MATCH_STATES), theirs)
        .order_by(Match.proposed_at, Match.id)
        .limit(MOST_MATCHES)
    ).all()
    live = [match for match, _silent in rows]
    waiting = session.scalars(
        select(Household.id)
        .where(is_waiting(), Household.coordinator_id == who.id)
        .order_by(Household.waits_from, Household.id)
        .limit(MOST_WAITING)
    ).all()
    about = [task.match for task in tasks if task.match is not None]
    sides = sides_of(session, [*about, *live], also=waiting)
    return Caseload(
        tasks=tasks,
        matches={state: [match for match in live if match.state is state] for state in MatchState},
        silent=[match for match, silent in rows if silent],
        waiting=[sides[household_id] for household_id in waiting],
        sides=sides,
    )


def last_entrusted(session: Session, household: Household) -> tuple[str, datetime] | None:
    """Who last decided whose the household is, and when. One query."""
    found = session.execute(
        select(Party, AuditEvent.at)
        .join(Party, Party.id == AuditEvent.actor_id)
        .where(AuditEvent.party_id == household.id, AuditEvent.action.in_(_ENTRUSTING))
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).first()
    return (found[0].full_name, found[1]) if found else None


def _is_silent() -> ColumnElement[bool]:
    """A side has left a question unanswered, and no later one was answered by it."""
    later = aliased(FollowUp)
    answered_since = (
        select(later.id)
        .where(
            later.match_id == FollowUp.match_id,
            later.side == FollowUp.side,
            later.due_on > FollowUp.due_on,
            later.answered_at.is_not(None),
        )
        .exists()
    )
    return (
        select(FollowUp.id)
        .where(
            FollowUp.match_id == Match.id,
            FollowUp.silent_at.is_not(None),
            FollowUp.answered_at.is_(None),
            ~answered_since,
        )
        .exists()
    )
