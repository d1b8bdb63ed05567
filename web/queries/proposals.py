"""The proposals of a run as a list: what it is narrowed to, its order, and all that fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from web.models import Household, Match, MatchRun, Party
from web.models.vocabulary import MatchState
from web.queries import matches, narrowing
from web.queries.matches import MatchFilter
from web.queries.order import Key, Order, sorted_by


class ProposalColumn(StrEnum):
    """What the list can be put in order by; place and waiting are the household's."""

    POINTS = "points"
    PLACE = "place"
    WEEKS = "weeks"


USUAL_ORDER = Order(ProposalColumn.POINTS, descending=True)


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """What a run's list is narrowed to, and its order; usually what waits for a coordinator.

    Place and language are the household's, as in every list of matches.
    """

    state: MatchState = MatchState.PROPOSED
    place: str = ""
    language: str = ""
    # Proposed at least so many weeks ago.
    weeks: int = 0
    # Of either side.
    name: str = ""
    order: Order[ProposalColumn] = USUAL_ORDER

    @property
    def takes_all(self) -> bool:
        """Whether all of this state fit."""
        return not (self.place or self.language or self.weeks or self.name)


def fitting(
    session: Session, run: MatchRun, wanted: ProposalFilter, now: datetime
) -> Select[Match]:
    """The matches of the run that fit."""
    asked = MatchFilter(
        place=wanted.place, language=wanted.language, weeks=wanted.weeks, name=wanted.name
    )
    narrowed = matches.narrowed(session, asked, now)
    return narrowed.where(Match.run_id == run.id, Match.state == wanted.state)


def keys(order: Order[ProposalColumn]) -> list[Key]:
    """What the list in this order is sorted by."""
    by, down = order.by, order.descending
    if by is ProposalColumn.POINTS:
        return [Key(Match.points, down), Key(Match.id)]
    family = select(Household).where(Household.id == Match.household_id).correlate(Match)
    if by is ProposalColumn.PLACE:
        place = family.with_only_columns(func.coalesce(Household.postcode, ""))
        return [Key(place.scalar_subquery(), down), Key(Match.id)]
    # Most weeks means the earliest day.
    since = family.with_only_columns(Household.waits_from)
    return [Key(since.scalar_subquery(), not down), Key(Match.id)]


def exported(
    session: Session, run: MatchRun, wanted: ProposalFilter, now: datetime
) -> Iterator[Row[Any]]:
    """All that fit, with what their list shows of them. One query."""
    volunteer = aliased(Party)
    shown = (
        fitting(session, run, wanted, now)
        .join(volunteer, volunteer.id == Match.volunteer_id)
        .join(Household, Household.id == Match.household_id)
        .with_only_columns(
            volunteer.first_name,
            volunteer.last_name,
            Household.first_name.label("household_first_name"),
            Household.last_name.label("household_last_name"),
            Household.postcode,
            Household.locality,
            narrowing.languages_of(Household).label("languages"),
            Match.state,
            Match.points,
            Household.ready_at,
        )
    )
    return narrowing.streamed(session, shown.order_by(*sorted_by(keys(wanted.order))))
