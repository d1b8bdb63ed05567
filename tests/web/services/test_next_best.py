"""After a lapse the next best are proposed to the coordinator, once, and to nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_volunteer
from web.models import Household, Match, MatchRun, Member, NeverPair, Notification, Volunteer
from web.models.vocabulary import Answer, MatchState, Progress, VolunteerState
from web.services import answers, next_best
from web.services.clock import local_date
from web.services.transitions import SoftwareReason, move

NOW = datetime(2026, 7, 1, 10, tzinfo=UTC)


def lapsing(session: Session, **answered: Answer) -> Match:
    match = make_match(
        session,
        state=MatchState.APPROVED,
        approved_at=NOW - timedelta(days=9),
        answer_by=local_date(NOW) - timedelta(days=1),
        **answered,
    )
    match.run_id = run(session, match).id
    session.flush()
    return match


def run(session: Session, match: Match) -> MatchRun:
    found = MatchRun(scheme_id=match.scheme_id, progress=Progress.DONE, created_at=NOW)
    session.add(found)
    session.flush()
    return found


def alternatives(match: Match, *pairs: tuple[Household, Volunteer, int]) -> None:
    session = Session.object_session(match)
    assert session is not None
    assert match.run_id
    found: dict[str, list[dict[str, object]]] = {}
    for household, volunteer, points in pairs:
        row = {"volunteer": volunteer.public_id, "points": points}
        found.setdefault(household.public_id, []).append(row)
    session.get_one(MatchRun, match.run_id).alternatives = found
    session.flush()


def proposed(session: Session) -> list[tuple[int, int]]:
    rows = session.scalars(select(Match).where(Match.state == MatchState.PROPOSED))
    return [(row.volunteer_id, row.household_id) for row in rows]


def sweep(session: Session) -> int:
    answers.lapse_overdue(session, NOW)
    session.flush()
    return next_best.propose_due(session, NOW)


def test_a_family_that_said_yes_in_vain_is_proposed_its_next_best_once(session: Session) -> None:
    match = lapsing(session, household_answer=Answer.YES)
    gone = make_volunteer(session, scheme_id=match.scheme_id, state=VolunteerState.PAUSED)
    next_one, third = (make_volunteer(session, scheme_id=match.scheme_id) for _ in range(2))
    others = (match.volunteer, gone, next_one, third)
    alternatives(match, *((match.household, one, 5) for one in others))
    assert sweep(session) == 1
    assert sweep(session) == 0
    assert proposed(session) == [(next_one.id, match.household_id)]
    assert [event.reason for event in match.events].count("next_best") == 1
    assert "nobody_else" not in {event.reason for event in match.events}
    asked = session.scalars(
        select(Notification.party_id).where(Notification.kind == "match_offer")
    ).all()
    assert asked == []


def test_a_volunteer_who_said_yes_in_vain_is_proposed_to_the_family_they_fit_best(
    session: Session,
) -> None:
    match = lapsing(session, volunteer_answer=Answer.YES)
    far, near = (make_household(session, scheme_id=match.scheme_id) for _ in range(2))
    alternatives(match, (far, match.volunteer, 10), (near, match.volunteer, 4000))
    assert sweep(session) == 1
    assert proposed(session) == [(match.volunteer_id, near.id)]


@pytest.mark.parametrize("answered", [{}, {"household_answer": Answer.YES}])
def test_who_stayed_silent_and_who_has_a_proposal_already_get_none(
    session: Session, answered: dict[str, Answer]
) -> None:
    match = lapsing(session, **answered)
    other = make_volunteer(session, scheme_id=match.scheme_id)
    third = make_volunteer(session, scheme_id=match.scheme_id)
    alternatives(match, (match.household, other, 5))
    if answered:
        make_match(session, volunteer=third, household=match.household)
    before = proposed(session)
    assert sweep(session) == 0
    assert proposed(session) == before
    assert match.events[-1].reason == "nobody_else"


def test_only_a_lapse_of_late_and_for_want_of_an_answer_is_followed_by_a_proposal(
    session: Session,
) -> None:
    matches = [lapsing(session, household_answer=Answer.YES) for _ in range(2)]
    for match in matches:
        other = make_volunteer(session, scheme_id=match.scheme_id)
        alternatives(match, (match.household, other, 5))
    overtaken = SoftwareReason.SUPERSEDED
    move(session, matches[0], MatchState.LAPSED, actor=None, reason=overtaken, now=NOW)
    assert next_best.propose_due(session, NOW) == 0
    answers.lapse_overdue(session, NOW)
    assert next_best.propose_due(session, NOW + timedelta(days=3)) == 0
    assert next_best.propose_due(session, NOW) == 1


def test_who_waits_with_another_family_or_must_never_meet_this_one_is_passed_over(
    session: Session,
) -> None:
    match = lapsing(session, household_answer=Answer.YES)
    busy, never, free = (make_volunteer(session, scheme_id=match.scheme_id) for _ in range(3))
    elsewhere = make_match(session, volunteer=busy)
    session.add(
        NeverPair(
            scheme_id=match.scheme_id,
            volunteer_id=never.id,
            household_id=match.household_id,
            created_at=NOW,
        )
    )
    alternatives(match, *((match.household, one, 5) for one in (busy, never, free)))
    assert sweep(session) == 1
    assert set(proposed(session)) == {
        (busy.id, elsewhere.household_id),
        (free.id, match.household_id),
    }


def test_without_a_check_nobody_is_proposed_to_a_family_with_children(session: Session) -> None:
    match = lapsing(session, household_answer=Answer.YES)
    match.household.members.append(Member(birth_year=2018))
    other = make_volunteer(session, scheme_id=match.scheme_id)
    alternatives(match, (match.household, other, 5))
    assert sweep(session) == 0
