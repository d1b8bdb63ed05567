"""WhatsApp on pages: nothing of it where there is no gateway; a choice where there is one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_volunteer
from tests.web.coordinator.test_people import REFERRAL
from web.delivery import Letter
from web.models import FieldChange, Household, Notification, Scheme, Staff, Task
from web.models.vocabulary import Channel, Receipt
from web.services import outbox, receipts

Deliver = Callable[[], list[Letter]]
PHONE = "+32470123456"
THE_CHOICE = "WhatsApp, or a text message if that does not work"


def pages_with_a_choice(session: Session, scheme: Scheme) -> list[str]:
    family = make_household(session, scheme=scheme, phone=PHONE)
    vera = make_volunteer(session, scheme=scheme, phone=PHONE)
    return [
        f"/{scheme.slug}/refer",
        f"/desk/households/{family.public_id}/edit?fields=contact",
        f"/desk/volunteers/{vera.public_id}/edit?fields=contact",
        "/desk/households/new",
        "/desk/sending",
        f"/{scheme.slug}/privacy",
    ]


def test_without_a_gateway_no_page_says_a_word_of_it(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    coordinator.set_phone("+32470999999")
    for page in pages_with_a_choice(session, scheme):
        assert "WhatsApp" not in client.get(page).text, page
    answer = client.fill("/desk/households/new", **{**REFERRAL, "channel": "whatsapp"})
    assert answer.status_code == 422
    assert "Please choose from the list" in answer.text


@pytest.mark.usefixtures("whatsapp")
def test_with_a_gateway_each_says_what_whatsapp_learns_and_what_takes_its_place(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    coordinator.set_phone("+32470999999")
    *choices, sending, privacy = pages_with_a_choice(session, scheme)
    for page in choices:
        text = client.get(page).text
        assert THE_CHOICE in text, page
        assert "and when we write" in text, page
    assert "WhatsApp messages count as text messages." in client.get(sending).text
    assert "WhatsApp, only if you chose it" in client.get(privacy).text


@pytest.mark.usefixtures("whatsapp")
def test_a_coordinator_enters_it_for_a_family_and_for_a_volunteer(
    client: Client, session: Session, coordinator: Staff
) -> None:
    assert client.fill("/desk/households/new", **REFERRAL | {"channel": "whatsapp"}).location
    family = session.scalars(select(Household)).one()
    assert family.channel is Channel.WHATSAPP
    vera = make_volunteer(session, scheme_id=coordinator.scheme_id, phone=PHONE)
    page = f"/desk/volunteers/{vera.public_id}/edit?fields=contact"
    assert client.fill(page, channel="whatsapp").status_code == 303
    assert vera.channel is Channel.WHATSAPP
    refused = client.fill(page, channel="whatsapp", phone="")
    assert refused.status_code == 422
    assert "we need it above" in refused.text
    history = client.get(f"/desk/volunteers/{vera.public_id}/timeline").text
    assert session.scalars(select(FieldChange.new)).all() == ["whatsapp"]
    assert "by WhatsApp" in history


@pytest.mark.usefixtures("whatsapp")
def test_a_test_goes_by_each_way_that_the_colleague_has(
    client: Client, coordinator: Staff, deliver: Deliver
) -> None:
    coordinator.set_phone(PHONE)
    client.press("/desk/sending/test")
    assert sorted(letter.channel for letter in deliver()) == ["email", "sms", "whatsapp"]


@pytest.mark.usefixtures("whatsapp")
def test_a_family_that_whatsapp_does_not_reach_is_told_of_and_written_to_there_again(
    client: Client, session: Session, coordinator: Staff, deliver: Deliver, now: datetime
) -> None:
    family = make_household(
        session, scheme_id=coordinator.scheme_id, phone=PHONE, channel=Channel.WHATSAPP
    )
    page = f"/desk/households/{family.public_id}"
    outbox.notify(session, family, "own_page", dedupe_key="one", now=now)
    deliver()
    row = session.scalars(select(Notification)).one()
    receipts.take(session, receipts.key_of(row), Receipt.FAILED, "no such number", now)
    today = client.get("/desk/").text
    assert "WhatsApp does not know this number." in today
    assert "They were sent a text message instead." in today
    assert "A WhatsApp message did not arrive" in client.get(f"{page}/timeline").text
    assert "WhatsApp does not reach" in client.get(page).text
    client.press(f"{page}/write-again", what="whatsapp")
    assert family.whatsapp_failed_at is None
    assert session.scalars(select(Task)).one().done_at is not None
