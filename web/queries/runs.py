"""Match runs, their proposals and who was left waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from web.models import Match, MatchRun, Party
from web.models.vocabulary import MatchState
from web.queries import parties
from web.queries.paging import Page, page_of

PROPOSALS_A_PAGE = 20
WAITING_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class RunList:
    page: Page[MatchRun]
    # Unanswered proposals, by the run's id.
    open_proposals: dict[int, int]


@dataclass(frozen=True, slots=True)
class Proposals:
    """One page of a run's unanswered proposals; `plan_b` by the household's public id."""

    page: Page[Match]
    by_state: dict[MatchState, int]
    plan_b: dict[str, list[tuple[Party, int]]]
    sides: dict[int, Party]


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """A household without a proposal, and what the run knows of why."""

    household: Party
    facts: dict[str, Any]


def by_public_id(session: Session, public_id: str) -> MatchRun | None:
    return session.scalar(
        select(MatchRun)
        .where(MatchRun.public_id == public_id)
        .options(joinedload(MatchRun.started_by))
    )


def listed(session: Session, number: int) -> RunList:
    """Runs, the newest first, and how many of their proposals nobody has answered."""
    page = page_of(
        session,
        select(MatchRun)
        .options(joinedload(MatchRun.started_by))
        .order_by(MatchRun.created_at.desc(), MatchRun.id.desc()),
        number,
        size=20,
    )
    rows = session.execute(
        select(Match.run_id, func.count())
        .where(Match.state == MatchState.PROPOSED, Match.run_id.in_([run.id for run in page.rows]))
        .group_by(Match.run_id)
    )
    return RunList(page, {run_id: count for run_id, count in rows if run_id is not None})


def proposals(session: Session, run: MatchRun, number: int) -> Proposals:
    """The run's proposals that wait for a coordinator, the most points first. Six queries."""
    counted = session.execute(
        select(Match.state, func.count()).where(Match.run_id == run.id).group_by(Match.state)
    )
    by_state = dict(counted.all())
    total = by_state.get(MatchState.PROPOSED, 0)
    pages = max(1, -(-total // PROPOSALS_A_PAGE))
    number = min(max(number, 1), pages)
    rows = session.execute(
        select(Match, Party.public_id)
        .join(Party, Party.id == Match.household_id)
        .where(Match.run_id == run.id, Match.state == MatchState.PROPOSED)
        .order_by(Match.points.desc(), Match.id)
        .limit(PROPOSALS_A_PAGE)
        .offset((number - 1) * PROPOSALS_A_PAGE)
    ).all()
    options = {household: run.alternatives.get(household, []) for _, household in rows}
    matches = [match for match, _ in rows]
    others = {str(one["volunteer"]) for known in options.values() for one in known}
    sides = parties.sides_of(session, matches, others)
    by_public_id = {party.public_id: party for party in sides.values()}
    plan_b = {
        household: [
            (by_public_id[one["volunteer"]], int(one["points"]))
            for one in known
            if one["volunteer"] in by_public_id
        ]
        for household, known in options.items()
    }
    return Proposals(Page(matches, total, number, pages), by_state, plan_b, sides)


def waiting(session: Session, run: MatchRun, number: int) -> Page[StillWaiting]:
    """One page of the households that the run left waiting, in the order of the run."""
    pages = max(1, -(-len(run.waiting) // WAITING_A_PAGE))
    number = min(max(number, 1), pages)
    first = (number - 1) * WAITING_A_PAGE
    facts = run.waiting[first : first + WAITING_A_PAGE]
    found = parties.load(session, (), [str(row["household"]) for row in facts])
    by_public_id = {party.public_id: party for party in found.values()}
    rows = [
        StillWaiting(by_public_id[row["household"]], row)
        for row in facts
        if row["household"] in by_public_id
    ]
    return Page(rows, len(run.waiting), number, pages)
