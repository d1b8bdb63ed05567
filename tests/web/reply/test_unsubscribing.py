"""No more questions: by one click of a mail program, by a page, and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match
from web.delivery import Letter
from web.models import Link, Match, Notification, Task
from web.models.vocabulary import Delivery, MatchState, TaskKind
from web.services import outbox

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
Deliver = Callable[[], list[Letter]]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def match(session: Session) -> Match:
    family = make_household(session, language="ar")
    return make_match(session, household=family, state=MatchState.ACTIVE)


def ask(session: Session, match: Match, now: datetime, key: str, kind: str = "follow_up") -> None:
    params = {"match_id": match.id, "side": "household", "subject_id": match.id}
    outbox.notify(session, match.household, kind, dedupe_key=key, params=params, now=now)


def test_one_click_of_a_mail_program_stops_questions_and_nothing_else(
    client: Client, session: Session, deliver: Deliver, match: Match, now: datetime
) -> None:
    ask(session, match, now, "one")
    (letter,) = deliver()
    path = urlsplit(letter.unsubscribe).path
    answer = client.post(path, data=ONE_CLICK)
    assert answer.status_code == 200, "a redirect would be followed by few"
    assert match.household.unsubscribed_at is not None
    # Somebody has called them; a click in another old mail is no reason to call again.
    session.scalars(select(Task)).one().done_at = now
    assert client.post(path, data=ONE_CLICK).status_code == 200
    ask(session, match, now, "two")
    ask(session, match, now, "three", "own_page")
    newest, *before = deliver()
    assert before == [letter]
    assert newest.unsubscribe == "", "what nobody can do without cannot be stopped"
    left_out = session.scalars(select(Notification).where(Notification.dedupe_key == "two")).one()
    assert (left_out.status, left_out.problem) == (Delivery.DONE, "withdrawn")
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.UNSUBSCRIBED]


def test_a_scanner_that_opens_the_link_stops_nothing(
    client: Client, session: Session, deliver: Deliver, match: Match, now: datetime
) -> None:
    ask(session, match, now, "one")
    path = urlsplit(deliver()[0].unsubscribe).path
    page = client.get(path)
    assert page.status_code == client.head(path).status_code == 200
    assert 'dir="rtl"' in page.text
    assert 'value="stop"' in page.text
    assert match.household.unsubscribed_at is None
    assert client.post(f"{path}x", data=ONE_CLICK).status_code == 410
    assert match.household.unsubscribed_at is None


def test_who_changes_their_mind_is_asked_again(
    client: Client, session: Session, deliver: Deliver, match: Match, now: datetime
) -> None:
    ask(session, match, now, "one")
    path = urlsplit(deliver()[0].unsubscribe).path
    assert 'value="again"' in client.post(path, data={"wish": "stop"}).text
    client.post(path, data={"wish": "again"})
    assert match.household.unsubscribed_at is None
    assert session.scalars(select(Task)).one().done_at is not None
    ask(session, match, now, "two")
    assert len(deliver()) == 2


def test_an_old_mail_can_still_be_stopped(
    session: Session, deliver: Deliver, match: Match, now: datetime
) -> None:
    ask(session, match, now, "one")
    deliver()
    link = session.scalars(select(Link).where(Link.purpose == "unsubscribe")).one()
    assert (link.expires_at - link.created_at).days >= 365
