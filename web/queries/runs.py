"""One match run and its proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer, joinedload

from web.models import Match, MatchRun, Party
from web.models.vocabulary import (
    LIVE_MATCH_STATES,
    NEVER_AGAIN_STATES,
    MatchState,
)
from web.queries import findings, parties, proposals, run_changes
from web.queries.paging import Beside, Page, count_of, page_of
from web.queries.proposals import ProposalFilter
from web.queries.run_changes import Standing

PROPOSALS_A_PAGE = 10
_AS_LONG_AS_THE_SCHEME = (
    MatchRun.policy,
    MatchRun.receipt,
    MatchRun.waiting,
    MatchRun.alternatives,
)


@dataclass(frozen=True, slots=True)
class Proposals:
    """One page of a run's proposals; `plan_b` by the household's public id."""

    page: Page[Match]
    standing: Standing
    plan_b: dict[str, list[tuple[Party, int]]]
    # Approvals that can still be taken back, and what was rejected a moment ago.
    unasked: list[Match]
    rejected: Match | None
    sides: dict[int, Party]


@dataclass(frozen=True, slots=True)
class Unasked:
    """Approvals whose messages have not left; `sides` keeps their people loaded."""

    matches: Sequence[Match]
    sides: dict[int, Party]


@dataclass(frozen=True, slots=True)
class UnkeptPin:
    """A pair that was pinned and that the run could not propose, with the rules it broke."""

    volunteer: Party
    household: Party
    pin: dict[str, Any]


def by_public_id(session: Session, public_id: str) -> MatchRun | None:
    return session.scalar(
        select(MatchRun)
        .where(MatchRun.public_id == public_id)
        .options(
            joinedload(MatchRun.started_by),
            joinedload(MatchRun.cancelled_by),
            # Pages ask `findings` for what they show of them.
            *map(defer, _AS_LONG_AS_THE_SCHEME),
        )
    )


def proposed(
    session: Session,
    run: MatchRun,
    wanted: ProposalFilter,
    asked: Beside | None,
    now: datetime,
    rejected: str = "",
) -> Proposals:
    """The run's proposals that fit; usually those that wait for a coordinator.

    At most eight queries, one more beside a row.

    Args:
        rejected: public id of the match that was rejected on the page before, if any.
    """
    # First, so that what happens meanwhile is news to the page.
    standing = run_changes.standing(session, run)
    fitting = proposals.fitting(session, run, wanted, now)
    page = page_of(
        session,
        fitting,
        proposals.keys(wanted.order),
        asked,
        total=standing.by_state.get(wanted.state, 0)
        if wanted.takes_all
        else count_of(session, fitting),
        size=PROPOSALS_A_PAGE,
    )
    decided = _just_decided(session, run, now, rejected)
    families = {match.household_id for match in [*page.rows, *decided]}
    names, closed = _households(session, families)
    known = findings.plan_b(session, run)
    others = {str(one["volunteer"]) for name in names.values() for one in known.get(name, ())}
    sides = parties.at_a_glance(session, [*page.rows, *decided], others)
    volunteers = {party.public_id: party for party in sides.values()}
    return Proposals(
        page,
        standing,
        {
            name: [
                (volunteer, int(one["points"]))
                for one in known.get(name, ())
                if (volunteer := volunteers.get(one["volunteer"])) is not None
                and (volunteer.id, family) not in closed
            ]
            for family, name in names.items()
        },
        [match for match in decided if match.state is MatchState.APPROVED],
        next((match for match in decided if match.state is MatchState.REJECTED), None),
        sides,
    )


def unasked(session: Session, run: MatchRun, now: datetime) -> Unasked:
    """Approvals that can still be taken back, the newest first. Two queries."""
    found = _just_decided(session, run, now, "")
    return Unasked(found, parties.named_sides_of(session, found))


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


def _just_decided(session: Session, run: MatchRun, now: datetime, rejected: str) -> Sequence[Match]:
    """Approvals that can be taken back, the newest first, and the rejected match of that name."""
    return session.scalars(
        select(Match)
        .where(
            Match.run_id == run.id,
            or_(
                (Match.state == MatchState.APPROVED) & (Match.asked_at > now),
                (Match.state == MatchState.REJECTED) & (Match.public_id == rejected),
            ),
        )
        .order_by(Match.approved_at.desc(), Match.id)
    ).all()


def _households(session: Session, ids: set[int]) -> tuple[dict[int, str], set[tuple[int, int]]]:
    """Public ids of these households, and the volunteers who are matched or were tried with them.

    One query for both.
    """
    closed = or_(
        Match.state.in_(LIVE_MATCH_STATES),
        Match.state.in_(NEVER_AGAIN_STATES) & Match.lifted_at.is_(None),
    )
    rows = session.execute(
        select(Party.id, Party.public_id, Match.volunteer_id)
        .outerjoin(Match, (Match.household_id == Party.id) & closed)
        .where(Party.id.in_(ids))
    ).all()
    return {row.id: row.public_id for row in rows}, {(row.volunteer_id, row.id) for row in rows}
