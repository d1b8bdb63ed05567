"""Match runs, their proposals and who was left waiting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from web.models import Match, MatchRun, Party
from web.models.vocabulary import MatchState
from web.queries import parties
from web.queries.order import Key
from web.queries.paging import Beside, Page, count_of, page_in, page_of

RUNS_A_PAGE = 20
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
class UnkeptPin:
    """A pair that was pinned and that the run could not propose, with the rules it broke."""

    volunteer: Party
    household: Party
    pin: dict[str, Any]


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


def listed(session: Session, asked: Beside | None) -> RunList:
    """Runs, the newest first, and how many of their proposals nobody has answered."""
    runs = select(MatchRun)
    page = page_of(
        session,
        runs.options(joinedload(MatchRun.started_by)),
        [Key(MatchRun.created_at, descending=True), Key(MatchRun.id, descending=True)],
        asked,
        total=count_of(session, runs),
        size=RUNS_A_PAGE,
    )
    rows = session.execute(
        select(Match.run_id, func.count())
        .where(Match.state == MatchState.PROPOSED, Match.run_id.in_([run.id for run in page.rows]))
        .group_by(Match.run_id)
    )
    return RunList(page, {run_id: count for run_id, count in rows if run_id is not None})


def proposals(session: Session, run: MatchRun, asked: Beside | None) -> Proposals:
    """The run's proposals that wait for a coordinator, the most points first. Eight queries."""
    counted = session.execute(
        select(Match.state, func.count()).where(Match.run_id == run.id).group_by(Match.state)
    )
    by_state = dict(counted.all())
    page = page_of(
        session,
        select(Match).where(Match.run_id == run.id, Match.state == MatchState.PROPOSED),
        [Key(Match.points, descending=True), Key(Match.id)],
        asked,
        total=by_state.get(MatchState.PROPOSED, 0),
        size=PROPOSALS_A_PAGE,
    )
    options = _alternatives(session, run, page.rows)
    others = {str(one["volunteer"]) for known in options.values() for one in known}
    sides = parties.sides_of(session, page.rows, others)
    by_public_id = {party.public_id: party for party in sides.values()}
    plan_b = {
        household: [
            (by_public_id[one["volunteer"]], int(one["points"]))
            for one in known
            if one["volunteer"] in by_public_id
        ]
        for household, known in options.items()
    }
    return Proposals(page, by_state, plan_b, sides)


def unkept_pins(session: Session, run: MatchRun) -> list[UnkeptPin]:
    """Pins that the run could not keep, with their people as far as they are still here.

    One query, or none where all were kept.
    """
    named = {str(pin[side]) for pin in run.unkept_pins for side in ("volunteer", "household")}
    if not named:
        return []
    rows = session.scalars(select(Party).where(Party.public_id.in_(named)))
    people = {party.public_id: party for party in rows}
    return [
        UnkeptPin(people[pin["volunteer"]], people[pin["household"]], pin)
        for pin in run.unkept_pins
        if {pin["volunteer"], pin["household"]} <= people.keys()
    ]


def waiting(session: Session, run: MatchRun, asked: Beside | None) -> Page[StillWaiting]:
    """One page of the households that the run left waiting, in the order of the run."""
    page = page_in(run.waiting, lambda row: str(row["household"]), asked, size=WAITING_A_PAGE)
    found = parties.load(session, (), [str(row["household"]) for row in page.rows])
    by_public_id = {party.public_id: party for party in found.values()}
    rows = [
        StillWaiting(by_public_id[row["household"]], row)
        for row in page.rows
        if row["household"] in by_public_id
    ]
    return Page(rows, page.total, page.here, page.previous, page.next)


def _alternatives(
    session: Session, run: MatchRun, matches: list[Match]
) -> dict[str, list[dict[str, Any]]]:
    """What the run knew of other volunteers, by the household's public id."""
    households = session.scalars(
        select(Party.public_id).where(Party.id.in_([match.household_id for match in matches]))
    )
    return {household: run.alternatives.get(household, []) for household in households}
