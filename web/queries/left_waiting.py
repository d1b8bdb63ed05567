"""Whom a run left waiting, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

from matcher import Rule
from web.models import Household, MatchRun, Party
from web.queries import households, narrowing, parties
from web.queries.households import HouseholdFilter
from web.queries.order import sorted_by
from web.queries.paging import Beside, Page, page_in

WAITING_A_PAGE = 25
# No limit is in the way: a fairness floor is, or the pair would earn nothing.
NO_LIMIT = "no_limit"
# The first and the last step of a funnel stand around the rules.
_REASONS = ("ready", *Rule, "place_left", NO_LIMIT)


@dataclass(frozen=True, slots=True)
class LeftFilter(HouseholdFilter):
    """As any list of households, and by why they wait."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class StillWaiting:
    """A household without a proposal, and what the run knows of why."""

    household: Party
    facts: Mapping[str, Any]


def reason_of(facts: Mapping[str, Any]) -> str:
    """The step of its funnel that no volunteer passed."""
    steps = (str(step["step"]) for step in facts["funnel"] if not step["remaining"])
    return next(steps, NO_LIMIT)


def reasons(run: MatchRun) -> list[str]:
    """Why the households of this run wait, in the order in which a funnel asks."""
    there = {reason_of(facts) for facts in run.waiting}
    return [str(reason) for reason in _REASONS if reason in there]


def facts_of(run: MatchRun, wanted: LeftFilter) -> dict[str, Mapping[str, Any]]:
    """What the run knows of each household that waits for the reason asked for, if any is."""
    return {
        str(facts["household"]): facts
        for facts in run.waiting
        if wanted.reason in {"", reason_of(facts)}
    }


def listed(
    session: Session, run: MatchRun, wanted: LeftFilter, asked: Beside | None, now: datetime
) -> Page[StillWaiting]:
    """One page of the households that the run left waiting and that fit. Two queries and more."""
    facts = facts_of(run, wanted)
    fitting = _fitting(session, facts, wanted, now).with_only_columns(Household.public_id)
    names: Sequence[str] = session.scalars(fitting).all()
    page = page_in(names, str, asked, size=WAITING_A_PAGE)
    found = parties.load(session, (), page.rows)
    by_public_id = {party.public_id: party for party in found.values()}
    rows = [StillWaiting(by_public_id[name], facts[name]) for name in page.rows]
    return Page(rows, page.total, page.here, page.previous, page.next)


def exported(
    session: Session, facts: Mapping[str, Mapping[str, Any]], wanted: LeftFilter, now: datetime
) -> Iterator[Row[Any]]:
    """All of these households that fit, with what their list shows of them. One query."""
    shown = _fitting(session, facts, wanted, now).with_only_columns(
        Household.public_id,
        Household.first_name,
        Household.last_name,
        Household.postcode,
        Household.locality,
        narrowing.languages_of(Household).label("languages"),
        Household.ready_at,
    )
    return narrowing.streamed(session, shown)


def _fitting(
    session: Session, facts: Mapping[str, Mapping[str, Any]], wanted: LeftFilter, now: datetime
) -> Select[Household]:
    """In the order asked for; who waits no more comes last."""
    left = households.narrowed(session, wanted, now).where(Household.public_id.in_(list(facts)))
    return left.order_by(*sorted_by(households.keys(wanted.order)))
