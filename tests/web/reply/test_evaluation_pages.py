from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_staff
from web.models import EvaluationAnswer, EvaluationRound
from web.models.vocabulary import MatchState, RoundState, Side
from web.services import clock, evaluations, links
from web.services.links import Purpose


def _questionnaire(
    session: Session, side: Side = Side.HOUSEHOLD, members: tuple[int, ...] = ()
) -> tuple[str, EvaluationAnswer]:
    """The path of one side's link in an open round, and its row."""
    now = datetime.now(UTC)
    today = clock.local_date(now)
    scheme = make_scheme(session)
    make_match(
        session,
        state=MatchState.ACTIVE,
        first_meeting_on=today - timedelta(days=100),
        household=make_household(session, scheme=scheme, members=members),
    )
    found = evaluations.plan(
        session, scheme, today.year, now, opens_on=today, closes_on=today + timedelta(days=20)
    )
    evaluations.open_round(session, found, now)
    row = session.scalars(select(EvaluationAnswer).where(EvaluationAnswer.side == side)).one()
    path = links.create(session, row.party, Purpose.EVALUATION, row.id, now=now)
    session.commit()
    return path, row


def test_answers_are_kept_shown_again_and_can_be_changed(client: Client, session: Session) -> None:
    path, row = _questionnaire(session)
    client.fill(path, still_meet="yes", satisfaction="4", belonging="5", comment="شكرا")
    assert (row.still_meet, row.satisfaction, row.outcomes) == (True, 4, {"belonging": 5})
    first_answer = row.answered_at
    client.fill(path, satisfaction="2", language="1")
    assert (row.satisfaction, row.outcomes) == (2, {"belonging": 5, "language": 1})
    assert (row.comment, row.still_meet, row.answered_at) == ("شكرا", True, first_answer)


def test_a_link_of_somebody_else_does_not_open_the_questionnaire(
    client: Client, session: Session
) -> None:
    _, row = _questionnaire(session)
    stranger = make_household(session, scheme_id=row.scheme_id)
    path = links.create(session, stranger, Purpose.EVALUATION, row.id, now=datetime.now(UTC))
    assert client.get(path).status_code == 404
    assert client.post(path, data={"satisfaction": "1"}).status_code == 404
    assert row.answered_at is None


def test_opening_the_page_answers_nothing(client: Client, session: Session) -> None:
    path, row = _questionnaire(session)
    assert client.get(path).status_code == 200
    assert row.answered_at is None


def test_children_are_asked_about_only_where_there_are_any(
    client: Client, session: Session
) -> None:
    without, _ = _questionnaire(session)
    assert "children" not in client.get(without).text
    session.query(EvaluationAnswer).delete()
    with_children, _ = _questionnaire(session, members=(datetime.now(UTC).year - 8,))
    assert "My children are proud" in client.get(with_children).text


def test_a_volunteer_is_asked_what_they_see(client: Client, session: Session) -> None:
    path, _ = _questionnaire(session, side=Side.VOLUNTEER)
    page = client.get(path).text
    assert "They feel at home here." in page
    assert "I feel at home here." not in page


def test_an_empty_questionnaire_is_asked_for_one_answer_at_least(
    client: Client, session: Session
) -> None:
    path, row = _questionnaire(session)
    answer = client.post(path, data={})
    assert answer.status_code == 422
    assert "at least one question" in answer.text
    assert row.answered_at is None


def test_a_mark_outside_the_scale_is_refused_and_the_rest_stays_on_the_page(
    client: Client, session: Session
) -> None:
    path, row = _questionnaire(session)
    answer = client.post(path, data={"satisfaction": "9", "comment": "still here"})
    assert answer.status_code == 422
    assert "still here" in answer.text
    assert row.answered_at is None


@settings(max_examples=25)
@given(
    st.dictionaries(
        st.sampled_from(["still_meet", "satisfaction", "belonging", "skills", "comment", "x"]),
        st.text(max_size=30) | st.sampled_from(["1", "5", "yes", "0", "-1", "1.5", "²"]),
    )
)
def test_whatever_is_sent_is_a_page_and_never_an_error(
    client: Client, session: Session, data: dict[str, str]
) -> None:
    session.query(EvaluationAnswer).delete()
    path, _ = _questionnaire(session)
    assert client.post(path, data=data).status_code in {303, 422}


def test_after_the_round_the_link_says_so_and_keeps_nothing(
    client: Client, session: Session
) -> None:
    path, row = _questionnaire(session)
    found = session.get_one(EvaluationRound, row.round_id)
    evaluations.close_round(session, found, datetime.now(UTC))
    assert found.state is RoundState.CLOSED
    assert "are closed" in client.get(path).text
    assert "are closed" in client.post(path, data={"satisfaction": "5"}).text
    assert row.satisfaction is None


def test_it_can_be_filled_in_for_a_family_and_says_who_did(
    client: Client, session: Session
) -> None:
    _path, row = _questionnaire(session)
    cora = make_staff(session, scheme_id=row.scheme_id)
    client.sign_in(cora)
    page = f"/desk/households/{row.party.public_id}/evaluation?match={row.match.public_id}"
    assert page.replace("&", "&amp;") in client.get(page.replace("evaluation?", "said?")).text
    blank = client.fill(page, heard="in_person")
    assert blank.status_code == 422
    assert "Please answer at least one question." in blank.text
    unheard = client.fill(page, satisfaction="4", comment="شكرا")
    assert unheard.status_code == 422
    assert "شكرا" in unheard.text
    assert row.answered_at is None
    assert client.fill(page, heard="in_person", satisfaction="4").status_code == 303
    assert row.satisfaction == 4
    for told in (f"/desk/households/{row.party.public_id}", f"/desk/matches/{row.match.public_id}"):
        before = client.get(told).text.partition("they said it in person")[0]
        assert cora.full_name in before[-200:], told


def test_of_another_familys_questionnaire_nothing_is_shown(
    client: Client, session: Session
) -> None:
    _path, row = _questionnaire(session)
    other = make_household(session, scheme_id=row.scheme_id)
    client.sign_in(make_staff(session, scheme_id=row.scheme_id))
    page = f"/desk/households/{other.public_id}/evaluation?match={row.match.public_id}"
    assert "No yearly evaluation of this family is open." in client.get(page).text
    assert client.press(page, heard="in_person", satisfaction="4").status_code == 200
    assert row.answered_at is None
