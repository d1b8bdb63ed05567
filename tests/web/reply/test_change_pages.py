from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_staff
from tests.web.services.test_change_questions import CHANGES, FRIDAY_EVENING, left_waiting
from web.models import ChangeQuestion, Notification
from web.models.vocabulary import Answer, Change, HouseholdState
from web.services import change_questions, links
from web.services.links import Purpose


def _asked(session: Session, change: Change = Change.SLOT) -> tuple[str, ChangeQuestion]:
    """The path of a family's link to a question, and the question."""
    now = datetime.now(UTC)
    family = left_waiting(session, now, change)
    actor = make_staff(session, scheme_id=family.scheme_id)
    question = change_questions.ask(session, family, CHANGES[change][1], actor=actor, now=now)
    return links.create(session, family, Purpose.CHANGE, question.id, now=now), question


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (Change.SLOT, "Could you also meet at this time: Friday evening?"),
        (Change.DISTANCE, "Would you also meet a neighbour who lives up to 4 km from you?"),
        (Change.INTERPRETER, "with the help of an interpreter?"),
        (Change.CATEGORY, "Would this also be good for you: sharing a meal?"),
    ],
)
def test_the_link_shows_one_question_and_opening_it_answers_nothing(
    change: Change, words: str, client: Client, session: Session
) -> None:
    path, question = _asked(session, change)
    assert words in client.get(path).text
    client.head(path)
    assert question.answer is None


def test_a_yes_is_taken_with_one_tap_and_can_be_taken_back(
    client: Client, session: Session
) -> None:
    path, question = _asked(session)
    page = client.post(path, data={"answer": "yes"}, follow_redirects=True).text
    assert "You said yes." in page
    assert question.household.slots >> FRIDAY_EVENING & 1
    assert 'name="answer"' in client.get(f"{path}?answer=change").text
    client.post(path, data={"answer": "no"})
    assert "You said no." in client.get(path).text
    assert not question.household.slots >> FRIDAY_EVENING & 1


@pytest.mark.parametrize("said", ["", "maybe", "\x00", "yes" * 99])
def test_what_is_no_answer_shows_the_question_again(
    said: str, client: Client, session: Session
) -> None:
    path, question = _asked(session)
    page = client.post(path, data={"answer": said}, follow_redirects=True)
    assert "Friday evening" in page.text
    assert question.answer is None


def test_after_leaving_the_scheme_the_answer_is_closed(client: Client, session: Session) -> None:
    path, question = _asked(session)
    question.household.state = HouseholdState.LEFT
    assert client.post(path, data={"answer": "yes"}).status_code == 409
    assert question.answer is None


def test_a_link_of_another_family_does_not_open_the_question(
    client: Client, session: Session
) -> None:
    _, question = _asked(session)
    stranger = make_household(session, scheme_id=question.scheme_id)
    path = links.create(session, stranger, Purpose.CHANGE, question.id, now=datetime.now(UTC))
    assert client.get(path).status_code == 404
    assert client.post(path, data={"answer": "yes"}).status_code == 404
    assert question.answer is None


@pytest.mark.parametrize(("answer", "kind"), [(None, "change_question"), (Answer.NO, "own_page")])
def test_an_expired_link_brings_the_question_again_or_the_way_to_the_own_page(
    answer: Answer | None, kind: str, client: Client, session: Session
) -> None:
    _, question = _asked(session)
    question.answer = answer
    long_ago = datetime.now(UTC) - timedelta(days=8)
    path = links.create(session, question.household, Purpose.CHANGE, question.id, now=long_ago)
    assert client.get(path).status_code == 410
    client.post(f"{path}/again")
    newest = select(Notification.kind).order_by(Notification.id.desc())
    assert session.scalars(newest).first() == kind
    assert len(session.scalars(newest).all()) == 2
