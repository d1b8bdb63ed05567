"""Yes, no, later and 'call me' from a page that needs no login."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client, forms, readable
from tests.factories import make_match, make_staff
from web.models import Link, Match, Notification, Task
from web.models.vocabulary import Answer, Delivery, MatchState, Side, TaskKind
from web.services import links, matches


@pytest.fixture
def match(session: Session) -> Match:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    matches.approve(session, match, actor=cora, now=datetime.now(UTC))
    return match


def link_of(session: Session, match: Match, side: Side, age: timedelta = timedelta()) -> str:
    return links.create(
        session,
        match.party(side),
        links.Purpose.MATCH,
        match.id,
        now=datetime.now(UTC) - age,
    )


def test_opening_a_link_ten_times_changes_nothing(
    client: Client, session: Session, match: Match
) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)
    before = (match.version, len(match.events))

    for query in ("", "?answer=yes", "?answer=no", "?answer=no&reason=no_time", "?answer=change"):
        assert client.get(path + query).status_code == 200
        assert client.head(path + query).status_code == 200

    assert (match.version, len(match.events)) == before
    assert match.household_answer is None


def test_both_say_yes_by_pressing_what_is_on_the_page(
    client: Client, session: Session, match: Match
) -> None:
    for side in Side:
        path = link_of(session, match, side)
        page = client.get(path).text
        assert 'name="answer" value="yes"' in page
        thanks = client.post(path, data={"answer": "yes"}, follow_redirects=True)
        assert thanks.status_code == 200

    assert match.state is MatchState.ACCEPTED


def test_the_volunteer_reads_nothing_of_where_the_household_lives(
    client: Client, session: Session, match: Match
) -> None:
    page = client.get(link_of(session, match, Side.VOLUNTEER)).text

    assert match.household.first_name in page
    assert match.household.public_id not in page
    for hidden in ("Example", "1050", "Ixelles", "minutes"):
        assert hidden not in readable(page)


def test_a_no_asks_for_a_reason_before_it_counts(
    client: Client, session: Session, match: Match
) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)

    asked = client.post(path, data={"answer": "no"})
    assert match.state is MatchState.APPROVED
    (form,) = (form for form in forms(asked.text) if form.values.get("answer") == "no")
    client.post(form.action, data={**form.values, "reason": "not_now"})

    session.refresh(match)
    assert match.reason == "not_now"
    assert match.household_answer is Answer.NO


def test_a_mind_can_be_changed_while_it_still_can(
    client: Client, session: Session, match: Match
) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)
    thanks = client.post(path, data={"answer": "yes"}, follow_redirects=True)
    assert "I changed my mind" in thanks.text
    assert 'value="yes"' in client.get(f"{path}?answer=change").text

    client.post(path, data={"answer": "later"})

    assert match.household_answer is Answer.LATER


def test_a_second_tap_after_it_was_settled_sees_how_it_stands(
    client: Client, session: Session, match: Match
) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)
    matches.answer(session, match, Side.VOLUNTEER, Answer.YES, now=datetime.now(UTC))
    for _ in range(3):
        page = client.post(path, data={"answer": "yes"}, follow_redirects=True)
        assert page.status_code == 200
        assert "You both said yes" in page.text

    assert [event.to_state for event in match.events].count(MatchState.ACCEPTED) == 1


def test_a_no_after_both_said_yes_does_nothing(
    client: Client, session: Session, match: Match
) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)
    for side in Side:
        matches.answer(session, match, side, Answer.YES, now=datetime.now(UTC))

    client.post(path, data={"answer": "no", "reason": "other"})

    assert match.state is MatchState.ACCEPTED


@pytest.mark.parametrize("typed", [{}, {"answer": "maybe"}, {"answer": "no", "reason": "💥"}])
def test_nonsense_is_no_answer_and_no_error_page(
    client: Client, session: Session, match: Match, typed: dict[str, str]
) -> None:
    page = client.post(link_of(session, match, Side.HOUSEHOLD), data=typed, follow_redirects=True)

    assert page.status_code == 200
    assert match.household_answer is None


def test_a_link_that_was_revoked_takes_no_answer_whatever_the_state_of_its_match(
    client: Client, session: Session, match: Match
) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)
    other = make_match(session, scheme_id=match.scheme_id)
    link_of(session, other, Side.HOUSEHOLD)
    links.revoke(session, links.Purpose.MATCH, match.id, now=datetime.now(UTC))

    client.post(path, data={"answer": "yes"})

    assert match.household_answer is None
    good = session.scalars(select(Link.subject_id).where(Link.revoked_at.is_(None)))
    assert good.all() == [other.id]


def test_wrong_expired_and_invented_links_look_the_same(
    client: Client, session: Session, match: Match
) -> None:
    good = link_of(session, match, Side.HOUSEHOLD)
    old = link_of(session, match, Side.HOUSEHOLD, age=timedelta(days=8))
    wrong = good[:-1] + ("A" if good[-1] != "A" else "B")

    pages = []
    for path in (old, wrong, "/l/nobody/nothing"):
        page = client.get(path)
        assert page.status_code == 410
        pages.append(page.text.replace(path, "/l/…"))
    assert len(set(pages)) == 1


def test_who_has_an_old_link_is_sent_a_new_one_once(
    client: Client, session: Session, match: Match
) -> None:
    old = link_of(session, match, Side.HOUSEHOLD, age=timedelta(days=8))
    offers = select(func.count()).where(Notification.kind == "match_offer")
    before = session.scalar(offers) or 0

    answers = {
        client.post(f"{path}/again").text.replace(path, "/l/…")
        for path in (old, old, "/l/nobody/nothing")
    }

    assert len(answers) == 1
    assert session.scalar(offers) == before + 1
    assert session.scalars(select(Link)).one().expires_at < datetime.now(UTC)


def test_the_page_speaks_the_language_of_its_owner(
    client: Client, session: Session, match: Match
) -> None:
    match.household.language = "ar"

    page = client.get(link_of(session, match, Side.HOUSEHOLD)).text

    assert 'lang="ar" dir="rtl"' in page


def test_a_page_is_small(client: Client, session: Session, match: Match) -> None:
    path = link_of(session, match, Side.HOUSEHOLD)

    for query in ("", "?answer=no"):
        assert len(client.get(path + query).data) < 30_000


def _asked(session: Session, match: Match) -> None:
    """Both sides have read the question."""
    for row in session.scalars(select(Notification)):
        row.status, row.first_tried_at = Delivery.DONE, datetime.now(UTC)
    session.flush()


@pytest.mark.parametrize("side", Side)
def test_a_no_by_mistake_is_taken_back_by_the_same_link(
    client: Client, session: Session, match: Match, side: Side
) -> None:
    _asked(session, match)
    path = link_of(session, match, side)
    no = {"answer": "no", "reason": "no_time"}
    page = client.post(path, data=no, follow_redirects=True).text
    assert "I said no by mistake" in page
    assert "call you" not in page
    assert match.state.value == MatchState.DECLINED
    client.get(path + "?answer=undo")
    assert match.state.value == MatchState.DECLINED
    for _tap in range(2):
        page = client.post(path, data={"answer": "undo"}, follow_redirects=True).text
        assert 'name="answer" value="yes"' in page
        assert match.state.value == MatchState.APPROVED
    client.post(path, data={"answer": "yes"})
    assert match.answer(side) is Answer.YES


def test_a_no_that_cannot_be_taken_back_any_more_says_so_and_offers_a_call(
    client: Client, session: Session, match: Match
) -> None:
    _asked(session, match)
    path = link_of(session, match, Side.HOUSEHOLD)
    client.post(path, data={"answer": "no", "reason": "no_time"})
    match.events[-1].at -= timedelta(minutes=10)
    session.flush()
    page = client.get(path).text
    assert "You can no longer change your no here." in page
    assert "I said no by mistake" not in page
    client.post(path, data={"answer": "undo"})
    assert match.state is MatchState.DECLINED
    for _tap in range(2):
        assert "We will call you soon." in client.post(path, data={"answer": "call_me"}).text
    (task,) = session.scalars(select(Task).where(Task.kind == TaskKind.CALL_ME)).all()
    assert task.party_id == match.household_id


def test_who_finds_the_question_closed_by_the_other_side_can_do_nothing(
    client: Client, session: Session, match: Match
) -> None:
    _asked(session, match)
    path = link_of(session, match, Side.VOLUNTEER)
    client.post(link_of(session, match, Side.HOUSEHOLD), data={"answer": "no", "reason": "no_time"})
    for answer in ("undo", "call_me"):
        page = client.post(path, data={"answer": answer}, follow_redirects=True).text
        assert "This question is closed" in page
    assert match.state is MatchState.DECLINED
    assert session.scalars(select(Task)).all() == []
