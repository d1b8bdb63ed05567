from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme
from web.models import FollowUp, Notification, Task
from web.models.vocabulary import Face, MatchState, Side, TaskKind
from web.services import clock, follow_ups, links
from web.services.links import Purpose


def _question(session: Session, **household: object) -> tuple[str, FollowUp]:
    """The path of a household's link to a question that was sent, and the question."""
    scheme = make_scheme(session)
    now = datetime.now(UTC)
    met_on = clock.local_date(now) - timedelta(days=14)
    match = make_match(
        session,
        state=MatchState.ACTIVE,
        first_meeting_on=met_on,
        household=make_household(session, scheme=scheme, **household),
    )
    follow_ups.on_first_meeting(session, match, now)
    follow_ups.ask_due(session, now)
    question = session.scalars(
        select(FollowUp).where(
            FollowUp.match_id == match.id,
            FollowUp.side == Side.HOUSEHOLD,
            FollowUp.asked_at.is_not(None),
        )
    ).one()
    path = links.create(session, question.party, Purpose.FOLLOW_UP, question.id, now=now)
    session.commit()
    return path, question


def test_opening_the_link_shows_three_faces_and_answers_nothing(
    client: Client, session: Session
) -> None:
    path, question = _question(session)
    page = client.get(path)
    assert page.text.count('name="face"') == 3
    client.head(path)
    assert question.answered_at is None


def test_one_tap_is_an_answer_and_leads_to_thanks(client: Client, session: Session) -> None:
    path, question = _question(session)
    answer = client.post(path, data={"face": "3"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "Thank you" in answer.text
    assert (question.face, question.met, question.call_me) == (Face.HAPPY, None, False)


def test_what_is_added_afterwards_is_kept_with_the_face(client: Client, session: Session) -> None:
    path, question = _question(session)
    client.post(path, data={"face": "2"})
    client.post(path, data={"met": "no", "call_me": "y", "comment": " ጽቡቕ "})
    assert (question.face, question.met, question.call_me) == (Face.SO_SO, False, True)
    assert question.comment == "ጽቡቕ"
    assert session.scalars(select(Task.kind)).all() == [TaskKind.CALL_ME]
    client.post(path, data={"face": "3"})
    assert (question.face, question.met, question.comment) == (Face.HAPPY, False, "ጽቡቕ")
    assert "ጽቡቕ" in client.get(path).text


def test_a_sad_face_sent_twice_makes_one_task(client: Client, session: Session) -> None:
    path, _ = _question(session)
    for _ in range(2):
        client.post(path, data={"face": "1"})
    assert session.scalars(select(Task.kind)).all() == [TaskKind.SAD_FACE]


def test_a_text_that_is_too_long_is_shown_again_and_not_kept(
    client: Client, session: Session
) -> None:
    path, question = _question(session)
    client.post(path, data={"face": "3"})
    answer = client.post(path, data={"comment": "x" * 1001, "met": "yes"})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert question.comment == ""


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(["face", "met", "call_me", "comment", "csrf_token", "x"]),
        st.text(max_size=30),
    )
)
def test_whatever_is_sent_is_a_page_and_never_an_error(
    client: Client, session: Session, data: dict[str, str]
) -> None:
    path, _ = _question(session)
    assert client.post(path, data=data).status_code in {303, 422}


def test_a_week_after_the_answer_it_can_no_longer_be_changed(
    client: Client, session: Session
) -> None:
    path, question = _question(session)
    client.post(path, data={"face": "3"})
    assert question.answered_at is not None
    question.answered_at -= timedelta(days=7)
    answer = client.post(path, data={"face": "1"})
    assert answer.status_code == 409
    assert question.face is Face.HAPPY
    assert 'name="face"' not in client.get(path).text


def test_a_link_of_somebody_else_does_not_open_the_question(
    client: Client, session: Session
) -> None:
    _, question = _question(session)
    stranger = make_household(session, scheme_id=question.scheme_id)
    path = links.create(session, stranger, Purpose.FOLLOW_UP, question.id, now=datetime.now(UTC))
    assert client.get(path).status_code == 404
    assert client.post(path, data={"face": "1"}).status_code == 404
    assert question.face is None


def test_an_expired_link_brings_a_new_one_on_request(client: Client, session: Session) -> None:
    _, question = _question(session)
    long_ago = datetime.now(UTC) - timedelta(days=8)
    path = links.create(session, question.party, Purpose.FOLLOW_UP, question.id, now=long_ago)
    assert client.get(path).status_code == 410
    before = len(session.scalars(select(Notification)).all())
    client.post(f"{path}/again")
    assert len(session.scalars(select(Notification)).all()) == before + 1


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("uk", "ltr")])
def test_the_page_is_read_in_the_direction_of_its_owners_language(
    client: Client, session: Session, language: str, direction: str
) -> None:
    path, _ = _question(session, language=language)
    assert f'lang="{language}" dir="{direction}"' in client.get(path).text


def test_who_would_rather_talk_is_called_without_tapping_a_face(
    client: Client, session: Session
) -> None:
    path, question = _question(session)
    for _ in range(2):
        page = client.post(path, data={"wish": "call_me"}, follow_redirects=True)
    assert "We will contact you soon." in page.text
    assert (question.face, question.call_me) == (None, True)
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.CALL_ME]
