from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from tests.web.services.steps import NOW, accepted, active, approved, told
from web.models import FollowUp, NeverPair, Screening
from web.models.vocabulary import (
    EndReason,
    HouseholdState,
    MatchState,
    PauseReason,
    RejectReason,
    VolunteerState,
)
from web.services import matches
from web.services.clock import local_date
from web.services.errors import (
    ChangedMeanwhile,
    DateRefused,
    HouseholdNotWaiting,
    NoPlaceLeft,
    NotFound,
    PairForbidden,
    ReasonMissing,
    ScreeningMissing,
    TransitionRefused,
)


def test_approval_asks_both_sides_and_sets_the_last_day(session: Session) -> None:
    match, _ = approved(session)

    assert match.state is MatchState.APPROVED
    assert match.answer_by == local_date(NOW) + timedelta(days=7)
    assert told(session, "match_offer") == {"volunteer", "household"}


def test_every_step_is_written_in_the_history_with_who_and_why(session: Session) -> None:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)

    matches.reject(
        session, match, actor=cora, reason=RejectReason.TOO_FAR, note="Two trams", now=NOW
    )
    session.flush()

    last = match.events[-1]
    assert (last.from_state, last.to_state) == (MatchState.PROPOSED, MatchState.REJECTED)
    assert (last.actor_id, last.at, last.reason) == (cora.id, NOW, "too_far")
    assert last.note == "Two trams"
    assert match.version == 2


def test_a_second_coordinator_learns_who_was_quicker(session: Session) -> None:
    match = make_match(session)
    first = make_staff(session, scheme_id=match.scheme_id, first_name="Ada", last_name="First")
    second = make_staff(session, scheme_id=match.scheme_id)
    seen = match.version
    matches.approve(session, match, actor=first, version=seen, now=NOW)
    session.flush()

    with pytest.raises(ChangedMeanwhile) as refused:
        matches.reject(
            session, match, actor=second, reason=RejectReason.OTHER, version=seen, now=NOW
        )

    assert refused.value.by == "Ada First"
    assert (refused.value.state, refused.value.at) == (MatchState.APPROVED, NOW)


def test_approval_heeds_the_last_place_of_a_volunteer(session: Session) -> None:
    first, cora = approved(session)
    household = make_household(session, scheme_id=first.scheme_id)
    second = make_match(session, volunteer=first.volunteer, household=household)

    with pytest.raises(NoPlaceLeft):
        matches.approve(session, second, actor=cora, now=NOW)


def test_a_proposal_takes_no_place(session: Session) -> None:
    match = make_match(session)

    assert matches.places_left(session, match.volunteer) == 1


def test_a_paused_volunteer_has_no_place(session: Session) -> None:
    volunteer = make_volunteer(session, state=VolunteerState.PAUSED)

    assert matches.places_left(session, volunteer) == 0


def test_a_household_gets_no_more_volunteers_than_it_wants(session: Session) -> None:
    first, cora = approved(session)
    volunteer = make_volunteer(session, scheme_id=first.scheme_id)
    second = make_match(session, volunteer=volunteer, household=first.household)

    with pytest.raises(HouseholdNotWaiting):
        matches.approve(session, second, actor=cora, now=NOW)


def test_a_household_that_paused_is_not_matched(session: Session) -> None:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    match.household.state = HouseholdState.PAUSED
    session.flush()

    with pytest.raises(HouseholdNotWaiting):
        matches.approve(session, match, actor=cora, now=NOW)


def test_a_family_with_children_is_not_matched_with_somebody_who_is_not_screened(
    session: Session,
) -> None:
    household = make_household(session, members=[NOW.year - 7])
    match = make_match(session, household=household)
    cora = make_staff(session, scheme_id=match.scheme_id)

    with pytest.raises(ScreeningMissing):
        matches.approve(session, match, actor=cora, now=NOW)

    match.volunteer.screening = Screening(
        seen_on=local_date(NOW), checked_by_id=cora.id, passed=True, renew_on=date(2027, 3, 4)
    )
    session.flush()
    matches.approve(session, match, actor=cora, now=NOW)
    assert match.state is MatchState.APPROVED


def test_never_this_person_is_heeded_by_proposal_and_approval(session: Session) -> None:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    session.add(
        NeverPair(
            scheme_id=match.scheme_id,
            volunteer_id=match.volunteer_id,
            household_id=match.household_id,
            created_at=NOW,
        )
    )
    session.flush()

    with pytest.raises(PairForbidden):
        matches.approve(session, match, actor=cora, now=NOW)
    with pytest.raises(PairForbidden):
        matches.propose(session, match.volunteer, match.household, actor=cora, now=NOW)


def test_a_rejected_pair_is_never_again_proposed_until_it_is_lifted(session: Session) -> None:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    matches.reject(session, match, actor=cora, reason=RejectReason.OTHER, now=NOW)
    session.flush()
    with pytest.raises(PairForbidden):
        matches.propose(session, match.volunteer, match.household, actor=cora, now=NOW)

    matches.lift(session, match, actor=cora, now=NOW)
    again = matches.propose(session, match.volunteer, match.household, actor=cora, now=NOW)

    assert again.state is MatchState.PROPOSED
    assert match.events[-1].reason == "lifted"


def test_two_schemes_are_never_paired(session: Session) -> None:
    with pytest.raises(NotFound):
        matches.propose(
            session, make_volunteer(session), make_household(session), actor=None, now=NOW
        )


def test_the_meeting_and_the_charter_may_come_apart(session: Session) -> None:
    match, cora = accepted(session)
    today = local_date(NOW)

    matches.record_first_meeting(
        session, match, actor=cora, held_on=today, charter_signed_on=None, now=NOW
    )
    assert match.events[-1].to_state is MatchState.ACCEPTED
    matches.record_first_meeting(
        session, match, actor=cora, held_on=None, charter_signed_on=today, now=NOW
    )

    assert match.state is MatchState.ACTIVE
    assert session.scalars(select(FollowUp)).first() is not None
    assert told(session, "first_meeting") == {"volunteer", "household"}


@pytest.mark.parametrize("days", [1, -1])
def test_a_meeting_in_the_future_or_before_the_yes_is_refused(session: Session, days: int) -> None:
    match, cora = accepted(session)
    day = local_date(NOW) + timedelta(days=days)

    with pytest.raises(DateRefused):
        matches.record_first_meeting(
            session, match, actor=cora, held_on=day, charter_signed_on=None, now=NOW
        )


def test_days_of_pause_are_counted_also_when_it_ends_in_one(session: Session) -> None:
    match, cora = active(session)
    matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, now=NOW)
    matches.resume(session, match, actor=cora, now=NOW + timedelta(days=10))
    matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, now=NOW + timedelta(days=20))

    matches.end(
        session,
        match,
        actor=cora,
        reason=EndReason.MOVED_HOUSE,
        now=NOW + timedelta(days=25),
    )

    assert match.paused_days == 15
    assert match.ended_on == local_date(NOW + timedelta(days=25))
    assert match.paused_on is None


def test_an_accepted_match_is_not_resumed(session: Session) -> None:
    match, cora = accepted(session)

    with pytest.raises(TransitionRefused):
        matches.resume(session, match, actor=cora, now=NOW)


def test_a_cancelled_match_gives_the_place_back(session: Session) -> None:
    match, cora = accepted(session)

    matches.cancel(session, match, actor=cora, reason=EndReason.NO_TIME, now=NOW)
    session.flush()

    assert matches.places_left(session, match.volunteer) == 1
    assert matches.volunteers_wanted(session, match.household) == 1


@pytest.mark.parametrize("step", [matches.cancel, matches.end, matches.reject])
def test_no_ending_without_a_reason(session: Session, step: object) -> None:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    assert callable(step)

    with pytest.raises(ReasonMissing):
        step(session, match, actor=cora, reason=None, now=NOW)
