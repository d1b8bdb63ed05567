"""Lists and pages of matches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from web.models import FollowUp, Match, MatchEvent, MatchRun, Party
from web.models.vocabulary import MatchState
from web.queries.paging import Page, page_of
from web.queries.parties import sides_of

WAITING_AGAIN = frozenset(
    {MatchState.REJECTED, MatchState.DECLINED, MatchState.LAPSED, MatchState.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class MatchList:
    page: Page[Match]
    by_state: dict[MatchState, int]
    sides: dict[int, Party]


@dataclass(frozen=True, slots=True)
class MatchFile:
    """One match with everything that its page shows."""

    match: Match
    events: Sequence[MatchEvent]
    follow_ups: Sequence[FollowUp]
    # The next best volunteers for a household that is waiting again, with their points.
    plan_b: Sequence[tuple[Party, int]]
    sides: dict[int, Party]


def listed(session: Session, state: MatchState | None, number: int) -> MatchList:
    """One page of the matches in a state, the newest first."""
    statement = select(Match).order_by(Match.proposed_at.desc(), Match.id.desc())
    if state is not None:
        statement = statement.where(Match.state == state)
    page = page_of(session, statement, number)
    rows = session.execute(select(Match.state, func.count()).group_by(Match.state))
    by_state = dict(rows.all())
    return MatchList(page, by_state, sides_of(session, page.rows))


def file_of(session: Session, public_id: str) -> MatchFile | None:
    """The match of this scheme with that public id, if there is one. At most nine queries."""
    match = session.scalar(select(Match).where(Match.public_id == public_id))
    if match is None:
        return None
    events = session.scalars(
        select(MatchEvent)
        .where(MatchEvent.match_id == match.id)
        .options(joinedload(MatchEvent.actor))
        .order_by(MatchEvent.id)
    ).all()
    follow_ups = session.scalars(
        select(FollowUp)
        .where(FollowUp.match_id == match.id)
        .order_by(FollowUp.due_on, FollowUp.side)
    ).all()
    options = _alternatives(session, match) if match.state in WAITING_AGAIN else []
    points = {str(option["volunteer"]): int(option["points"]) for option in options}
    sides = sides_of(session, [match], points)
    plan_b = [
        (party, points[party.public_id])
        for party in sides.values()
        if party.public_id in points and party.id != match.volunteer_id
    ]
    plan_b.sort(key=lambda option: list(points).index(option[0].public_id))
    return MatchFile(match, events, follow_ups, plan_b, sides)


def _alternatives(session: Session, match: Match) -> list[dict[str, Any]]:
    """What the run of this match knew of other volunteers for the household, best first."""
    row = session.execute(
        select(MatchRun.alternatives, Party.public_id)
        .select_from(Match)
        .join(MatchRun, MatchRun.id == Match.run_id)
        .join(Party, Party.id == Match.household_id)
        .where(Match.id == match.id)
    ).one_or_none()
    return list(row.alternatives.get(row.public_id, [])) if row else []
