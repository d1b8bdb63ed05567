"""What a family said by phone, on paper or in person, entered at the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, readable
from tests.factories import make_household, make_match, make_scheme
from web.models import (
    AuditEvent,
    FollowUp,
    Household,
    Link,
    Match,
    Scheme,
    Staff,
    Task,
    ToldChange,
)
from web.models.vocabulary import Answer, Face, HouseholdState, MatchState, Side, Topic
from web.services import follow_ups, matches, told_changes
from web.services.clock import local_date

ENTERED = "they said it by phone with an interpreter"


@pytest.fixture
def match(session: Session, scheme: Scheme, coordinator: Staff) -> Match:
    match = make_match(session, scheme=scheme)
    matches.approve(session, match, actor=coordinator, now=datetime.now(UTC))
    match.asked_at = None
    return match


def enter(client: Client, household: Household, what: str, **more: str) -> int:
    path = f"/desk/households/{household.public_id}/said"
    data = {"what": what, "heard": "by_interpreter", "reason": "", **more}
    return client.press(path, **data).status_code


def test_an_answer_entered_counts_as_the_familys_and_says_who_entered_it(
    client: Client, session: Session, match: Match, coordinator: Staff
) -> None:
    assert enter(client, match.household, f"proposal:{match.id}:yes") == 303
    assert match.household_answer is Answer.YES
    matches.answer(session, match, Side.VOLUNTEER, Answer.YES, now=datetime.now(UTC))
    assert match.state is MatchState.ACCEPTED
    for path in (
        f"/desk/households/{match.household.public_id}",
        f"/desk/matches/{match.public_id}",
    ):
        page = client.get(path).text
        assert ENTERED in page, path
        assert coordinator.full_name in page.partition(ENTERED)[0][-200:], path


def test_a_no_wants_its_reason_and_nothing_typed_is_lost(
    client: Client, session: Session, match: Match
) -> None:
    path = f"/desk/households/{match.household.public_id}/said"
    typed = {"what": f"proposal:{match.id}:no", "heard": "in_person", "words": "The stairs."}
    answer = client.press(path, **typed, reason="")
    assert answer.status_code == 422
    assert "A no needs a reason." in answer.text
    assert "The stairs." in answer.text
    assert match.household_answer is None
    assert client.press(path, **typed, reason="too_far").status_code == 303
    assert (match.state, match.reason) == (MatchState.DECLINED, "too_far")
    assert session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("said%"))).all()


@pytest.mark.parametrize("what", ["", "proposal:999999:yes", "wish:0:fly", "::", "x" * 5000])
def test_what_was_not_asked_cannot_be_answered(
    client: Client, session: Session, match: Match, what: str
) -> None:
    assert enter(client, match.household, what) == 422
    assert match.household_answer is None


def test_the_household_of_another_scheme_is_not_there(
    client: Client, session: Session, coordinator: Staff
) -> None:
    other = make_household(session, scheme=make_scheme(session))
    assert enter(client, other, "wish:0:stop") == 404
    for path in ("said", "letter"):
        assert client.get(f"/desk/households/{other.public_id}/{path}").status_code == 404
    assert other.state is HouseholdState.READY


def test_a_wish_by_phone_does_what_the_link_does(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(session, scheme=scheme)
    assert enter(client, household, "wish:0:break") == 303
    assert household.state is HouseholdState.PAUSED


def told(session: Session, household: Household, topic: Topic, **said: str) -> ToldChange:
    change = told_changes.tell(session, household, topic, said, datetime.now(UTC))
    assert change is not None
    return change


def test_a_new_number_is_taken_over_once_and_settles_its_task(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(session, scheme=scheme)
    change = told(session, household, Topic.PHONE, phone="+32470654321")
    assert "+32 470 65 43 21" in client.get(f"/desk/households/{household.public_id}").text
    for _ in range(2):
        assert client.press(f"/desk/told/{change.public_id}/take").status_code == 303
    assert household.phone == "+32470654321"
    assert session.scalars(select(Task).where(Task.done_at.is_(None))).all() == []
    assert client.press(f"/desk/told/{change.public_id}/drop").status_code == 409
    assert household.phone == "+32470654321"


def test_a_number_that_is_not_taken_over_stays_out_and_the_timeline_says_so(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(session, scheme=scheme)
    change = told(session, household, Topic.PHONE, phone="+32470654321")
    client.press(f"/desk/told/{change.public_id}/drop")
    assert household.phone is None
    page = client.get(f"/desk/households/{household.public_id}").text
    assert "What they told us was not taken over" in page
    assert "654321" not in page


def test_what_a_family_of_another_scheme_told_is_not_there(
    client: Client, session: Session, coordinator: Staff
) -> None:
    other = make_household(session, scheme=make_scheme(session))
    change = told(session, other, Topic.PHONE, phone="+32470654321")
    assert client.press(f"/desk/told/{change.public_id}/take").status_code == 404
    assert other.phone is None


def test_how_it_goes_is_entered_with_a_face_and_keeps_the_words(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    now = datetime.now(UTC)
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE)
    match.first_meeting_on = local_date(now) - timedelta(days=14)
    follow_ups.on_first_meeting(session, match, now)
    follow_ups.ask_due(session, now)
    one = session.scalars(
        select(FollowUp).where(FollowUp.side == Side.HOUSEHOLD, FollowUp.asked_at.is_not(None))
    ).one()
    assert enter(client, match.household, f"follow_up:{one.id}:1", words="Too far.") == 303
    assert (one.face, one.comment) == (Face.SAD, "Too far.")
    assert ENTERED in client.get(f"/desk/matches/{match.public_id}").text


def test_a_letter_speaks_the_familys_language_and_tells_nothing_of_where_it_lives(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    pytest.importorskip("segno", reason="make setup installs it")
    household = make_household(
        session, scheme=scheme, language="ar", street="Rue du Trône 12", phone="+32470123456"
    )
    path = f"/desk/households/{household.public_id}/letter"
    client.get(path)
    assert session.scalars(select(Link)).all() == []
    letter = client.press(path).text
    assert 'lang="ar" dir="rtl"' in letter
    assert "<svg" in letter.partition('class="code"')[2]
    for hidden in ("Trône", "Example", "470", "1050", "style="):
        assert hidden not in readable(letter)
    link = session.scalars(select(Link)).one()
    assert (link.purpose, link.party_id) == ("household", household.id)
    event = session.scalars(select(AuditEvent)).one()
    assert (event.action, event.actor_id) == ("household_letter", coordinator.id)


def test_a_letter_asks_what_waits_for_an_answer(
    client: Client, session: Session, match: Match
) -> None:
    pytest.importorskip("segno", reason="make setup installs it")
    letter = client.press(f"/desk/households/{match.household.public_id}/letter").text
    assert f"Would you like to meet {match.volunteer.first_name}?" in letter
    assert session.scalars(select(Link.purpose)).all() == ["match"]
