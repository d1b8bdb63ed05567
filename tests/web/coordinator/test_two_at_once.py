"""Two coordinators press at the same moment, on both databases: one of them, and never both."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests import databases
from tests.browsing import Client
from tests.factories import make_household, make_match, make_staff, make_volunteer
from tests.races import rounds, together
from web.models import Match, MatchEvent, Scheme, Staff
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState, RejectReason

# Locks are a matter of the database.
pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

DONE, REFUSED = 303, 409


@pytest.fixture
def staff(session: Session, scheme: Scheme) -> tuple[Staff, Staff]:
    return (
        make_staff(session, scheme=scheme, first_name="Fatoumata"),
        make_staff(session, scheme=scheme, first_name="Griet"),
    )


@pytest.fixture
def desks(client: Client, session: Session, staff: tuple[Staff, Staff]) -> list[Client]:
    """A browser of each of them."""
    session.commit()
    browsers = [client.another() for _ in staff]
    for browser, who in zip(browsers, staff, strict=True):
        # Threads cannot share the session of the test.
        browser.test_session = None
        browser.sign_in(who)
    return browsers


def _press(
    session: Session, desks: list[Client], one: tuple[Match, str], other: tuple[Match, str]
) -> list[TestResponse]:
    """What both see who press a button on the page of a match, as they had it open."""
    asked = [
        partial(
            desk.press,
            f"/desk/matches/{match.public_id}/{button}",
            version=str(match.version),
            reason=RejectReason.OTHER,
            note="Typed by hand",
        )
        for desk, (match, button) in zip(desks, (one, other), strict=True)
    ]
    # SQLite has one writer, which a test that still reads would be.
    session.commit()
    return together(asked)


def _second(answers: list[TestResponse]) -> int:
    """Which of the two came too late."""
    assert sorted(answer.status_code for answer in answers) == [DONE, REFUSED]
    return [answer.status_code for answer in answers].index(REFUSED)


@pytest.mark.parametrize("buttons", [("approve", "approve"), ("approve", "reject")])
def test_who_comes_second_to_a_proposal_is_told_who_was_first(
    buttons: tuple[str, str],
    session: Session,
    scheme: Scheme,
    staff: tuple[Staff, Staff],
    desks: list[Client],
) -> None:
    for _ in rounds(session):
        match = make_match(session, scheme=scheme)
        answers = _press(session, desks, (match, buttons[0]), (match, buttons[1]))
        second = _second(answers)
        assert staff[1 - second].first_name in answers[second].text
        session.expire_all()
        decided = select(MatchEvent).where(
            MatchEvent.match_id == match.id, MatchEvent.to_state != MatchState.PROPOSED
        )
        assert session.scalars(decided).one().actor_id == staff[1 - second].id


@pytest.mark.parametrize("button", ["approve", "reject"])
def test_a_double_click_is_one_step_and_no_error(
    button: str,
    session: Session,
    scheme: Scheme,
    staff: tuple[Staff, Staff],
    desks: list[Client],
) -> None:
    mine = [desks[0], desks[0].another()]
    mine[1].sign_in(staff[0])
    for _ in rounds(session):
        match = make_match(session, scheme=scheme)
        answers = _press(session, mine, (match, button), (match, button))
        assert [answer.status_code for answer in answers] == [DONE, DONE]
        session.expire_all()
        assert len(match.events) == 2


def test_the_last_place_of_a_volunteer_is_given_to_one_household(
    session: Session, scheme: Scheme, desks: list[Client]
) -> None:
    for _ in rounds(session):
        volunteer = make_volunteer(session, scheme=scheme, capacity=1)
        one, other = (
            make_match(
                session, volunteer=volunteer, household=make_household(session, scheme=scheme)
            )
            for _ in range(2)
        )
        _second(_press(session, desks, (one, "approve"), (other, "approve")))
        taken = select(func.count()).where(
            Match.volunteer_id == volunteer.id, Match.state.in_(PLACE_TAKING_STATES)
        )
        assert session.scalar(taken) == volunteer.capacity
