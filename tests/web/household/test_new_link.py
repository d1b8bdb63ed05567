"""A family that lost its link asks for another, and nobody learns whether we know it."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme
from web.models import Notification, Scheme
from web.models.vocabulary import Channel


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


def asked(client: Client, scheme: Scheme, contact: str) -> str:
    answer = client.fill(f"/{scheme.slug}/new-link", contact=contact)
    return f"{answer.status_code} {answer.headers['Location']}"


def test_the_link_goes_over_the_safe_channel_whatever_found_the_family(
    client: Client, session: Session, scheme: Scheme
) -> None:
    family = make_household(
        session, scheme=scheme, phone="+32470123456", email="a@b.example", channel=Channel.EMAIL
    )
    asked(client, scheme, "0470 12 34 56")
    sent = session.scalars(select(Notification)).one()
    assert (sent.kind, sent.party_id, sent.channel) == ("own_page", family.id, Channel.EMAIL)


def test_who_is_known_and_who_is_not_get_the_same_answer(
    client: Client, session: Session, scheme: Scheme
) -> None:
    make_household(session, scheme=scheme, phone="+32470123456")
    make_household(session, phone="+32470999999")  # of another scheme
    answers = {
        asked(client, scheme, contact) for contact in ("0470123456", "0470999999", "x@y.example")
    }
    assert len(answers) == 1
    assert len(session.scalars(select(Notification)).all()) == 1


def test_asking_again_and_again_floods_nobody(
    client: Client, session: Session, scheme: Scheme
) -> None:
    for _ in range(5):
        make_household(session, scheme=scheme, phone="+32470123456")
    for _ in range(2):
        asked(client, scheme, "0470123456")
    assert len(session.scalars(select(Notification)).all()) == 3


def test_what_is_no_contact_is_said_at_the_field_and_stays(client: Client, scheme: Scheme) -> None:
    page = client.fill(f"/{scheme.slug}/new-link", contact="Amina")
    assert 'value="Amina"' in page.text
    assert "This does not look like a phone number" in page.text


def test_who_is_known_is_not_told_by_the_time_it_takes(
    client: Client, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setitem(client.application.config, "EVEN_SECONDS", 50)
    monkeypatch.setattr(time, "sleep", slept.append)
    client.post("/l/nobody/nothing/again")
    asked(client, scheme, "x@y.example")
    assert len(slept) == 3
    assert all(0 < seconds <= 50 for seconds in slept)
