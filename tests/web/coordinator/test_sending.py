"""How a scheme writes, at the desk: what is saved, what is refused, a test, exercise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from tests.factories.schemes import make_sender
from web.delivery import Letter
from web.models import KeptLetter, Scheme, SchemeSender, Staff, Task
from web.models.vocabulary import Channel, TaskKind
from web.services import codes, quiet_hours, tasks, unsubscribing
from web.services.quiet_hours import QuietHours

# Forms and pages: nothing here depends on the database.
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)
Deliver = Callable[[], list[Letter]]
PAGE = "/desk/sending"


def newest(session: Session) -> SchemeSender | None:
    rows = select(SchemeSender).order_by(SchemeSender.version.desc()).limit(1)
    return session.scalars(rows).first()


def test_what_is_saved_stands_in_the_next_message(
    client: Client, session: Session, coordinator: Staff, deliver: Deliver
) -> None:
    coordinator.set_phone("+32470123456")
    saved = client.fill(
        PAGE,
        sender_name="  Voisins  de Forest ",
        reply_to="equipe@voisins.example",
        text_sender="Voisins",
        mails_a_day="1 000",
    )
    assert saved.location == PAGE
    assert client.press(f"{PAGE}/test").location == PAGE
    text, mail = sorted(deliver(), key=lambda letter: letter.channel, reverse=True)
    assert mail.sender == "Voisins de Forest <palier@localhost>"
    assert (mail.recipient, mail.reply_to) == (coordinator.email, "equipe@voisins.example")
    assert (text.sender, text.recipient) == ("Voisins", "+32470123456")
    page = client.get(PAGE).text
    assert "1 of 1,000" in page
    assert f"Saved by {coordinator.full_name}" in page


def test_the_hours_of_quiet_are_the_schemes_own(
    client: Client, session: Session, coordinator: Staff
) -> None:
    page = client.get(PAGE).text
    assert '<option selected value="20">20:00</option>' in page
    assert '<option selected value="8">08:00</option>' in page
    client.fill(PAGE, quiet_from="19", quiet_until="10", quiet_sundays="")
    chosen = quiet_hours.of(session, coordinator.scheme_id)
    assert chosen == QuietHours(19, 10, sundays=False)
    other = make_staff(session, scheme=make_scheme(session))
    assert quiet_hours.of(session, other.scheme_id) == QuietHours(20, 8, sundays=True)


@pytest.mark.parametrize(("field", "typed"), [("quiet_from", "3"), ("quiet_until", "noon")])
def test_the_night_is_always_quiet(
    client: Client, session: Session, coordinator: Staff, field: str, typed: str
) -> None:
    answer = client.fill(PAGE, **{field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert newest(session) is None


def test_a_test_that_is_pressed_again_at_once_is_sent_once(
    client: Client, coordinator: Staff, deliver: Deliver
) -> None:
    for _ in range(3):
        client.press(f"{PAGE}/test")
    assert len(deliver()) <= 2, "one a minute, and a minute may have passed"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("sender_name", "Bank <bank@example.org>"),
        ("sender_name", "Help for refugees"),
        ("sender_name", "Aide aux réfugiés"),
        ("sender_name", "x" * 61),
        ("reply_to", "nobody"),
        ("reply_to", "a@example.org, b@example.org"),
        ("reply_to", "a@example.org\r\nBcc: b@example.org"),
        ("text_sender", "Neighbours of us"),
        ("text_sender", "12345"),
        ("text_sender", "Vlucht"),
        ("text_sender", "Été"),
        ("text_sender", "AB"),
        ("mails_a_day", "many"),
        ("mails_a_day", "0"),
        ("texts_a_day", "-1"),
        ("texts_a_day", "²"),
    ],
)
def test_what_cannot_be_a_sender_gets_a_sentence_at_its_field_and_is_not_lost(
    client: Client, session: Session, coordinator: Staff, field: str, typed: str
) -> None:
    answer = client.fill(PAGE, **{"reply_to": "kept@voisins.example", field: typed})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    if field != "reply_to":
        assert "kept@voisins.example" in answer.text
    assert newest(session) is None


def test_a_line_break_in_a_name_starts_no_header(
    client: Client, session: Session, coordinator: Staff, deliver: Deliver
) -> None:
    client.fill(PAGE, sender_name="Voisins\r\nBcc: nobody\x00\u202e")
    client.press(f"{PAGE}/test")
    (mail,) = deliver()
    saved = newest(session)
    assert saved is not None
    assert saved.sender_name == "Voisins Bcc: nobody"
    assert mail.sender == '"Voisins Bcc: nobody" <palier@localhost>'


def test_who_saves_second_is_told_who_was_first_and_loses_nothing(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    page = client.get(PAGE)
    colleague = make_staff(session, scheme=scheme, first_name="Dora", last_name="First")
    make_sender(session, colleague, text_sender="Dora")
    stale = {
        "csrf_token": client.csrf_token(),
        "version": "0",
        "text_sender": "Cora",
        "quiet_from": "19",
        "quiet_until": "8",
    }
    answer = client.post(PAGE, data=stale)
    assert page.status_code == 200
    assert answer.status_code == 409
    assert "Dora First" in answer.text
    assert 'value="Cora"' in answer.text
    present = newest(session)
    assert present is not None
    assert present.text_sender == "Dora"


def test_all_pages_of_the_desk_say_that_nothing_leaves_until_the_exercise_ends(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff, deliver: Deliver
) -> None:
    client.press(f"{PAGE}/exercise", exercise="on")
    vera = make_volunteer(session, scheme=scheme)
    codes.request(session, vera, now=vera.created_at)
    assert deliver() == []
    for page in ("/desk/", "/desk/volunteers", PAGE):
        assert "Exercise: nothing leaves." in client.get(page).text, page
    kept = client.get(f"{PAGE}/kept").text
    assert vera.full_name in kept
    assert "Your code" in kept
    client.press(f"{PAGE}/exercise", exercise="off")
    assert "Exercise: nothing leaves." not in client.get("/desk/").text


def test_another_schemes_letters_and_settings_are_not_seen(
    client: Client, session: Session, coordinator: Staff, now: datetime
) -> None:
    other = make_staff(session, scheme=make_scheme(session))
    make_sender(session, other, sender_name="Somebody else")
    stranger = make_volunteer(session, scheme_id=other.scheme_id)
    session.add(
        KeptLetter(
            scheme_id=other.scheme_id,
            party_id=stranger.id,
            kept_at=now,
            kind="access_code",
            channel=Channel.EMAIL,
            recipient="x@mail.example",
            subject="Wombat",
            text="Wombat",
        )
    )
    assert "Somebody else" not in client.get(PAGE).text
    assert "Wombat" not in client.get(f"{PAGE}/kept").text


@pytest.mark.parametrize("kind", ["volunteers", "households"])
def test_where_nobody_is_reached_stands_on_the_page_with_the_way_back(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff, kind: str, now: datetime
) -> None:
    make = make_volunteer if kind == "volunteers" else make_household
    person = make(session, scheme=scheme)
    person.email_failed_at = now
    unsubscribing.stop(session, person, now)
    tasks.open_task(
        session,
        TaskKind.MESSAGE_FAILED,
        scheme_id=scheme.id,
        party=person,
        dedupe_key=f"message_failed:{person.id}:email",
        now=now,
    )
    path = f"/desk/{kind}/{person.public_id}"
    page = client.get(path)
    assert f"Mail to {person.email} comes back" in page.text
    assert client.press(f"{path}/write-again", what="nonsense").status_code == 404
    assert client.press(f"{path}/write-again", what="email").location == path
    client.press(f"{path}/write-again", what="questions")
    session.refresh(person)
    assert not any((person.email_failed_at, person.unsubscribed_at))
    assert all(task.done_at is not None for task in session.scalars(select(Task)))
    assert "comes back" not in client.get(path).text
