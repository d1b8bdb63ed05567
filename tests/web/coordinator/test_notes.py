from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import (
    make_household,
    make_match,
    make_scheme,
    make_staff,
    make_volunteer,
)
from web.models import Note, Scheme, Staff

_NOTE = re.compile(r'href="(/desk/notes/[\w-]+)"')


def _pages(session: Session, scheme: Scheme) -> list[str]:
    match = make_match(
        session,
        volunteer=make_volunteer(session, scheme=scheme),
        household=make_household(session, scheme=scheme),
    )
    return [
        f"/desk/volunteers/{match.volunteer.public_id}",
        f"/desk/households/{match.household.public_id}",
        f"/desk/matches/{match.public_id}",
    ]


def test_a_note_stands_on_the_page_it_was_written_on_with_who_and_nowhere_else(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    pages = _pages(session, scheme)
    for page in pages:
        answer = client.press(f"{page}/notes", text=f"Seen at {page}")
        assert answer.location == f"{page}#notes"
    for page in pages:
        html = client.get(page).text
        assert [other for other in pages if f"Seen at {other}<" in html] == [page]
        assert coordinator.full_name in html


def test_words_of_a_note_are_encrypted(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    client.press(f"{_pages(session, scheme)[0]}/notes", text="Prefers mornings")
    assert "mornings" not in str(session.scalar(text("SELECT text FROM note")))


def test_ones_own_note_is_put_right_with_a_trace(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    page = _pages(session, scheme)[1]
    client.press(f"{page}/notes", text="Calls on Mondays")
    link = _NOTE.search(client.get(page).text)
    assert link is not None
    assert client.fill(link[1], text="Calls on Tuesdays").location == f"{page}#notes"
    html = client.get(page).text
    assert "Calls on Tuesdays" in html
    assert "Calls on Mondays" not in html
    assert "changed on" in html


def test_a_removed_note_leaves_who_and_when_and_no_words(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    page = _pages(session, scheme)[2]
    client.press(f"{page}/notes", text="A slip")
    link = _NOTE.search(client.get(page).text)
    assert link is not None
    client.press(f"{link[1]}/remove")
    html = client.get(page).text
    assert "A slip" not in html
    assert "Removed by its author" in html
    assert session.scalars(select(Note.text)).one() == ""
    assert client.get(link[1]).status_code == 404


def test_a_note_sent_or_removed_twice_is_one_and_no_error(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    for page in _pages(session, scheme):
        for _ in range(2):
            assert client.press(f"{page}/notes", text="Rings twice.").status_code == 303
    assert len(session.scalars(select(Note)).all()) == 3
    client.press(f"{page}/notes", text="Rings three times.")
    note = session.scalars(select(Note).order_by(Note.id.desc())).first()
    assert note is not None
    for _ in range(2):
        answer = client.press(f"/desk/notes/{note.public_id}/remove")
        assert answer.location == f"{page}#notes"
    assert note.text == ""
    # The same words on another day are another note; so are those of somebody else.
    for one in session.scalars(select(Note)):
        one.written_at -= timedelta(hours=1)
    session.flush()
    client.press(f"{page}/notes", text="Rings twice.")
    client.sign_in(make_staff(session, scheme=scheme))
    client.press(f"{page}/notes", text="Rings twice.")
    assert len(session.scalars(select(Note)).all()) == 6


@pytest.mark.parametrize("way", ["", "/remove"])
def test_a_colleagues_note_can_be_read_and_not_changed(
    way: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    page = _pages(session, scheme)[0]
    client.press(f"{page}/notes", text="Mine")
    link = _NOTE.search(client.get(page).text)
    assert link is not None
    client.sign_in(make_staff(session, scheme=scheme))
    html = client.get(page).text
    assert "Mine" in html
    assert link[1] not in html
    assert client.press(f"{link[1]}{way}", text="Yours").status_code == 403
    assert session.scalars(select(Note.text)).one() == "Mine"


def test_what_is_wrong_with_a_note_is_said_and_what_was_typed_stays(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    page = _pages(session, scheme)[0]
    long = "word " * 500
    answer = client.press(f"{page}/notes", text=long)
    assert answer.status_code == 422
    assert long.strip() in answer.text
    assert client.press(f"{page}/notes", text=" ").status_code == 422
    assert session.scalars(select(Note)).all() == []


def test_another_schemes_note_answers_like_a_missing_one(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    volunteer = make_volunteer(session, scheme=elsewhere)
    note = Note(
        scheme_id=elsewhere.id,
        party_id=volunteer.id,
        # Even one that carries this coordinator's name.
        author_id=coordinator.id,
        text="Elsewhere",
        written_at=volunteer.created_at,
    )
    session.add(note)
    session.flush()
    assert client.get(f"/desk/notes/{note.public_id}").status_code == 404
    assert client.press(f"/desk/notes/{note.public_id}/remove").status_code == 404
    assert (
        client.press(f"/desk/volunteers/{volunteer.public_id}/notes", text="x").status_code == 404
    )
