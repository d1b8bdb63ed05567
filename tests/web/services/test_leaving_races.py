"""Somebody leaves while a coordinator proposes or approves, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.races import rounds
from tests.web.services.deeds import Deed, approving, approving_all, at_once, errors
from web.models import Household, Match, Notification, Party, Staff, Volunteer
from web.models.vocabulary import (
    LIVE_MATCH_STATES,
    Delivery,
    ErasureReason,
    Heard,
    HouseholdState,
    MatchState,
    PauseReason,
    VolunteerState,
)
from web.services import households, matches, pauses, proposals, returning, rights
from web.services import volunteers as volunteer_path
from web.services.clock import local_date

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
LEFT = {VolunteerState.LEFT, HouseholdState.LEFT}

Leave = Callable[..., object]


def _volunteer_leaves(session: Session, person: int, actor: int) -> None:
    leaver = session.get_one(Volunteer, person)
    volunteer_path.leave(session, leaver, session.get_one(Party, actor), NOW)


def _household_leaves(session: Session, person: int, actor: int) -> None:
    leaver = session.get_one(Household, person)
    # As a page does, before it is its turn.
    session.scalars(select(Match).where(Match.household_id == person)).all()
    households.leave(session, leaver, session.get_one(Party, actor), NOW)


def _household_stops(session: Session, person: int, actor: int) -> None:
    households.stop_for_good(session, session.get_one(Household, person), NOW)


def _erased(session: Session, person: int, actor: int) -> None:
    rights.erase(
        session,
        session.get_one(Household, person),
        ErasureReason.ASKED,
        heard=Heard.BY_PHONE,
        actor=session.get_one(Party, actor),
        now=NOW,
    )


LEAVES: dict[str, Leave] = {
    "volunteer": _volunteer_leaves,
    "household": _household_leaves,
    "stops": _household_stops,
    "erased": _erased,
}


def _proposing(volunteer_id: int, household_id: int, actor_id: int) -> Deed:
    def propose(session: Session) -> None:
        proposals.propose_by_hand(
            session,
            session.get_one(Volunteer, volunteer_id),
            session.get_one(Household, household_id),
            actor=session.get_one(Party, actor_id),
            now=NOW,
        )

    return propose


def _live(session: Session, person: Volunteer | Household) -> int:
    mine = (Match.volunteer_id == person.id) | (Match.household_id == person.id)
    live = select(func.count()).where(mine, Match.state.in_(LIVE_MATCH_STATES))
    return session.scalar(live) or 0


def _two_and_two(session: Session, places: int) -> tuple[Staff, list[Volunteer], list[Household]]:
    """A coordinator, two volunteers and two families, each with that many places."""
    scheme = make_scheme(session)
    return (
        make_staff(session, scheme=scheme),
        [make_volunteer(session, scheme=scheme, capacity=places) for _ in range(2)],
        [make_household(session, scheme=scheme, wanted=places) for _ in range(2)],
    )


@pytest.mark.parametrize("who", LEAVES)
def test_who_leaves_while_somebody_approves_has_left_and_nobody_is_asked(
    who: str, engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        match = make_match(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        leaver = match.volunteer if who == "volunteer" else match.household
        leave: Deed = partial(LEAVES[who], person=leaver.id, actor=cora.id)
        approve = approving(match.id, cora.id, match.version)
        session.commit()

        _approved, left = at_once(engine, approve, leave)

        session.expire_all()
        assert left is None
        assert leaver.state in LEFT
        assert match.state in {MatchState.CANCELLED, MatchState.REJECTED}
        assert _live(session, leaver) == 0
        waiting = select(func.count()).where(
            Notification.party_id.in_([match.volunteer_id, match.household_id]),
            Notification.status == Delivery.PENDING,
        )
        assert session.scalar(waiting) == 0


@pytest.mark.parametrize("who", LEAVES)
def test_who_leaves_while_somebody_proposes_leaves_no_proposal_behind(
    who: str, engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        scheme = make_scheme(session)
        volunteer = make_volunteer(session, scheme=scheme)
        household = make_household(session, scheme=scheme)
        cora = make_staff(session, scheme=scheme)
        leaver = volunteer if who == "volunteer" else household
        leave: Deed = partial(LEAVES[who], person=leaver.id, actor=cora.id)
        propose = _proposing(volunteer.id, household.id, cora.id)
        session.commit()

        _proposed, left = at_once(engine, propose, leave)

        session.expire_all()
        assert left is None
        assert leaver.state in LEFT
        assert _live(session, leaver) == 0


def test_people_who_leave_a_web_of_matches_while_all_are_approved_wait_in_no_circle(
    engine: Engine, session: Session
) -> None:
    """Two volunteers and two families, each with each other: whoever is second finds them gone."""
    for _ in rounds(session):
        cora, ours, theirs = _two_and_two(session, places=2)
        pairs = [
            make_match(session, volunteer=volunteer, household=household)
            # The highest numbers have the oldest matches.
            for volunteer in reversed(ours)
            for household in reversed(theirs)
        ]
        seen = {match.public_id: match.version for match in pairs}
        deeds: list[Deed] = [
            approving_all(seen, cora.id),
            partial(_volunteer_leaves, person=ours[0].id, actor=cora.id),
            partial(_household_stops, person=theirs[1].id, actor=cora.id),
        ]
        session.commit()

        assert not errors(at_once(engine, *deeds))

        session.expire_all()
        assert _live(session, ours[0]) == _live(session, theirs[1]) == 0


def test_pauses_and_matches_that_are_over_wait_in_no_circle_with_approvals(
    engine: Engine, session: Session
) -> None:
    """A sweep ends a family's pause, a match's pause and lapses, while each is acted upon."""
    for _ in rounds(session):
        match = make_match(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        volunteer, household = match.volunteer, match.household
        volunteer.capacity = 3
        day = local_date(NOW) + timedelta(days=1)
        met = make_match(
            session,
            volunteer=volunteer,
            state=MatchState.ACTIVE,
            first_meeting_on=local_date(NOW),
        )
        reason = PauseReason.AWAY
        matches.pause(session, met, actor=cora, reason=reason, until=day, now=NOW)
        pauses.pause(session, household, cora, NOW, reason=reason, until=day)
        deeds: list[Deed] = [
            lambda session: returning.bring_back(session, NOW + timedelta(days=2)),
            approving(match.id, cora.id),
        ]
        met_id, household_id = met.id, household.id
        session.commit()

        at_once(engine, *deeds)

        session.expire_all()
        assert session.get_one(Match, met_id).state is MatchState.ACTIVE
        assert session.get_one(Household, household_id).state is HouseholdState.READY


def test_matches_that_lapse_while_others_are_approved_wait_in_no_circle(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        cora, ours, theirs = _two_and_two(session, places=3)
        for volunteer, household in zip(ours, reversed(theirs), strict=True):
            approved = make_match(session, volunteer=volunteer, household=household)
            matches.approve(session, approved, actor=cora, now=NOW)
            approved.answer_by = local_date(NOW) - timedelta(days=1)
        # Of the second volunteer and the first one's family.
        other = make_match(session, volunteer=ours[1], household=theirs[1])
        deeds: list[Deed] = [
            approving(other.id, cora.id),
            lambda session: matches.lapse_overdue(session, NOW),
        ]
        session.commit()

        assert at_once(engine, *deeds) == [None, len(ours)]

        session.expire_all()
        assert other.state is MatchState.APPROVED
