"""Who has room for whom, counted from the matches; and whose turn it is at whom.

Everybody who holds several people holds volunteers before households, and either by their numbers,
so that nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from sqlalchemy import FromClause, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.models import Household, Match, NeverPair, Party, Volunteer
from web.models.vocabulary import (
    LIVE_MATCH_STATES,
    NEVER_AGAIN_STATES,
    PLACE_TAKING_STATES,
    HouseholdState,
    VolunteerState,
)

Id = TypeVar("Id", int, str)


def places_left(session: Session, volunteer: Volunteer) -> int:
    """How many more households this volunteer can take now; none unless ready."""
    if volunteer.state is not VolunteerState.READY:
        return 0
    return max(0, volunteer.capacity - _taken(session, Match.volunteer_id, volunteer))


def volunteers_wanted(session: Session, household: Household) -> int:
    """How many more volunteers this household waits for; none unless ready."""
    if household.state is not HouseholdState.READY:
        return 0
    return max(0, household.wanted - _taken(session, Match.household_id, household))


def has_room(session: Session, volunteer: Volunteer, household: Household) -> bool:
    """Whether one more match of these two fits what both can take, also while they pause."""
    return (
        volunteer.state in {VolunteerState.READY, VolunteerState.PAUSED}
        and household.state in {HouseholdState.READY, HouseholdState.PAUSED}
        and _taken(session, Match.volunteer_id, volunteer) < volunteer.capacity
        and _taken(session, Match.household_id, household) < household.wanted
    )


def is_ruled_out(session: Session, volunteer_id: int, household_id: int) -> bool:
    """Somebody said 'never these two'; that holds whoever asks."""
    named = select(NeverPair.id).where(
        NeverPair.volunteer_id == volunteer_id, NeverPair.household_id == household_id
    )
    return session.scalar(named.limit(1)) is not None


def is_forbidden(session: Session, volunteer_id: int, household_id: int) -> bool:
    """Somebody named the pair never to meet, or it was tried and nobody has lifted that."""
    tried = select(Match.id).where(
        Match.volunteer_id == volunteer_id,
        Match.household_id == household_id,
        Match.state.in_(NEVER_AGAIN_STATES),
        Match.lifted_at.is_(None),
    )
    return (
        is_ruled_out(session, volunteer_id, household_id)
        or session.scalar(tried.limit(1)) is not None
    )


def hold_volunteer(session: Session, volunteer: Volunteer) -> None:
    """Wait for our turn at this volunteer, then see them as they are now.

    Every step of a match and every taking of a place goes through the volunteer's row, so two
    people act one after the other. FOR NO KEY UPDATE lets rows that only refer to it be written.
    """
    hold_volunteers(session, {volunteer.id})
    session.refresh(volunteer)


def hold_volunteers(session: Session, ids: Collection[int]) -> None:
    """Whoever holds several needs them all at once: a second call may come upon a lower number."""
    _hold_rows(session, Volunteer.__table__, ids)


def hold_household(session: Session, household: Household) -> None:
    """Wait for our turn at this household; after its volunteer's, always.

    Two coordinators may choose two volunteers for one household at the same moment.
    """
    hold_households(session, {household.id})
    session.refresh(household)


def hold_households(session: Session, ids: Collection[int]) -> None:
    """As `hold_volunteers`, and after it."""
    _hold_rows(session, Household.__table__, ids)


def hold_pairs(session: Session, pairs: Collection[tuple[int, int]]) -> None:
    """Everybody of these volunteers and households, for who goes through several matches."""
    hold_volunteers(session, {volunteer_id for volunteer_id, _ in pairs})
    hold_households(session, {household_id for _, household_id in pairs})


def hold_pair(session: Session, volunteer: Volunteer, household: Household) -> None:
    """Before the two are proposed to each other: neither of them leaves unseen meanwhile."""
    hold_volunteer(session, volunteer)
    hold_household(session, household)


def hold_pair_if_free(session: Session, volunteer: Volunteer, household: Household) -> bool:
    """As `hold_pair`, for whoever holds somebody already; False where it would have to wait."""
    for party, table in ((volunteer, Volunteer.__table__), (household, Household.__table__)):
        free = select(table.c.id).where(table.c.id == party.id)
        if session.scalar(free.with_for_update(key_share=True, skip_locked=True)) is None:
            return False
        session.refresh(party)
    return True


def hold_with_matches(session: Session, person: Volunteer | Household) -> None:
    """Before somebody leaves: them, and whoever's turn it takes to end the matches that live."""
    if isinstance(person, Volunteer):
        hold_volunteer(session, person)
        hold_households(session, _matched(session, Match.household_id, person))
        return
    while True:
        matched, turn = _matched(session, Match.volunteer_id, person), session.begin_nested()
        hold_volunteers(session, matched)
        hold_household(session, person)
        if _matched(session, Match.volunteer_id, person) <= matched:
            turn.commit()
            return
        # Somebody was proposed to them just now. Who holds a household waits for no volunteer.
        turn.rollback()


def in_parts(ids: list[Id]) -> Iterator[list[Id]]:
    """No statement names more rows than a database takes parameters."""
    for first in range(0, len(ids), 1000):
        yield ids[first : first + 1000]


def _hold_rows(session: Session, table: FromClause, ids: Collection[int]) -> None:
    for some in in_parts(sorted(ids)):
        session.execute(
            select(table.c.id)
            .where(table.c.id.in_(some))
            .order_by(table.c.id)
            .with_for_update(key_share=True)
        )


def _matched(session: Session, others: InstrumentedAttribute[int], party: Party) -> set[int]:
    """The other sides of the matches of this party that live."""
    own = Match.household_id if others is Match.volunteer_id else Match.volunteer_id
    live = select(others).where(own == party.id, Match.state.in_(LIVE_MATCH_STATES))
    return set(session.scalars(live))


def _taken(session: Session, column: Any, party: Party) -> int:  # noqa: ANN401 - either side's
    count = select(func.count()).select_from(Match)
    count = count.where(column == party.id, Match.state.in_(PLACE_TAKING_STATES))
    return session.scalar(count) or 0
