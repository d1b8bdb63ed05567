"""'Something has changed', told on the family's own page."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form, readable
from tests.factories import make_household
from web.models import FieldChange, Household, Notification, Task, ToldChange
from web.models.vocabulary import (
    Channel,
    HelpCategory,
    HouseholdState,
    Level,
    ProfileField,
    TaskKind,
    Topic,
)
from web.services import links
from web.services.links import Purpose

OLD, NEW = "+32470123456", "+32470654321"


@pytest.fixture
def family(session: Session) -> Household:
    return make_household(session, phone=OLD, email=None, channel=Channel.SMS, postcode="1050")


@pytest.fixture
def page(session: Session, family: Household, now: datetime) -> str:
    return links.create(session, family, Purpose.HOUSEHOLD, family.id, now=now)


def told_new_number(client: Client, session: Session, page: str, now: datetime) -> str:
    """The path of the question that went to the old number."""
    client.fill(f"{page}?show=phone", phone="0470 65 43 21")
    change = session.scalars(select(ToldChange)).one()
    return links.create(session, change.household, Purpose.CONTACT, change.id, now=now)


def test_a_new_number_takes_effect_only_after_a_yes_over_the_old_one(
    client: Client, session: Session, family: Household, page: str, now: datetime
) -> None:
    question = told_new_number(client, session, page, now)
    sent = session.scalars(select(Notification)).one()
    assert (sent.kind, sent.party_id, sent.channel) == ("contact_change", family.id, Channel.SMS)
    assert NEW not in str(sent.params)
    assert family.phone == OLD
    assert session.scalars(select(Task.kind).where(Task.done_at.is_(None))).all() == [
        TaskKind.TOLD_CHANGE
    ]
    client.get(question)
    assert family.phone == OLD
    for _ in range(2):
        client.post(question, data={"answer": "yes"})
        assert "From now on we write to you there" in client.get(question).text
    # All else that went to the old number is closed.
    assert client.get(page).status_code == 410
    assert family.phone == NEW
    assert session.scalars(select(Task).where(Task.done_at.is_(None))).all() == []
    history = session.scalars(select(FieldChange)).one()
    assert (history.field, history.actor_id) == (ProfileField.PHONE, family.id)


def test_a_link_of_another_family_does_not_answer_for_this_one(
    client: Client, session: Session, family: Household, page: str, now: datetime
) -> None:
    told_new_number(client, session, page, now)
    change = session.scalars(select(ToldChange)).one()
    stranger = make_household(session, scheme_id=family.scheme_id)
    path = links.create(session, stranger, Purpose.CONTACT, change.id, now=now)
    assert client.get(path).status_code == 404
    assert client.post(path, data={"answer": "yes"}).status_code == 404
    assert family.phone == OLD


def test_a_no_over_the_old_number_changes_nothing_and_a_coordinator_is_told(
    client: Client, session: Session, family: Household, page: str, now: datetime
) -> None:
    question = told_new_number(client, session, page, now)
    answer = client.post(question, data={"answer": "no"}, follow_redirects=True)
    assert "Nothing was changed." in answer.text
    assert family.phone == OLD
    task = session.scalars(select(Task).where(Task.done_at.is_(None))).one()
    assert task.evidence == {"topic": "phone", "denied": True}


def test_the_same_told_twice_is_asked_once_and_a_later_number_replaces_it(
    client: Client, session: Session, page: str
) -> None:
    for number in ("0470654321", "0470 65 43 21", "0470111111"):
        client.fill(f"{page}?show=phone", phone=number)
    changes = session.scalars(select(ToldChange).order_by(ToldChange.id)).all()
    assert [(one.told, one.settled_at is None) for one in changes] == [
        (NEW, False),
        ("+32470111111", True),
    ]


def test_languages_needs_and_times_count_at_once_and_stand_in_the_history(
    client: Client, session: Session, family: Household, page: str
) -> None:
    client.fill(f"{page}?show=languages", **{"languages-1-tag": "nl", "languages-1-level": "2"})
    client.fill(f"{page}?show=needs", **{"needs-discover": None, "needs-meal": "1"})
    client.fill(f"{page}?show=slots", **{"slots-0-0": "1"})
    spoken = {row.tag: row.level for row in family.languages}
    assert spoken == {"ar": Level.NATIVE, "nl": Level.CONVERSATIONAL}
    assert {row.category for row in family.needs} == {HelpCategory.CONVERSATION, HelpCategory.MEAL}
    assert family.slots & 1
    assert set(session.scalars(select(FieldChange.field))) == {
        ProfileField.LANGUAGES,
        ProfileField.NEEDS,
        ProfileField.SLOTS,
    }


def test_the_third_address_in_a_month_waits_for_a_coordinator(
    client: Client, session: Session, family: Household, page: str
) -> None:
    for postcode in ("1000", "1030", "1080"):
        client.fill(f"{page}?show=address", postcode=postcode, street="Rue Haute 1")
    assert family.postcode == "1030"
    waits = session.scalars(select(ToldChange)).one()
    assert (waits.topic, waits.told) == (Topic.ADDRESS, "1080\nRue Haute 1")


def test_free_words_are_a_task_that_does_not_hold_them_and_no_message(
    client: Client, session: Session, page: str
) -> None:
    answer = client.fill(f"{page}?show=other", words="We have a dog now.")
    assert "Somebody of our team reads it soon." in client.get(answer.location).text
    assert session.scalars(select(ToldChange)).one().told == "We have a dog now."
    assert session.scalars(select(Task)).one().evidence == {"topic": "other", "denied": False}
    assert session.scalars(select(Notification)).all() == []


@pytest.mark.parametrize(
    ("screen", "name", "typed"),
    [
        ("phone", "phone", "tomorrow"),
        ("phone", "phone", "02 512 34 56"),
        ("email", "email", "ana@"),
        ("address", "postcode", "0000"),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field_and_stays(
    client: Client, session: Session, page: str, screen: str, name: str, typed: str
) -> None:
    answer = client.fill(f"{page}?show={screen}", **{name: typed})
    assert answer.status_code == 422
    assert f'id="{name}-error"' in answer.text
    assert main_form(answer.text).values[name] == typed
    assert session.scalars(select(ToldChange)).all() == []


def test_no_screen_shows_where_the_family_lives_or_how_to_reach_it(
    client: Client, session: Session, now: datetime
) -> None:
    family = make_household(session, phone=OLD, street="Rue du Trône 12")
    path = links.create(session, family, Purpose.HOUSEHOLD, family.id, now=now)
    for screen in ("tell", "stop", *Topic):
        shown = readable(client.get(f"{path}?show={screen}").text)
        for hidden in ("4701", "Trône", "1050", "Example", str(family.email)):
            assert hidden not in shown, screen


def test_who_has_left_tells_nothing_more(
    client: Client, session: Session, family: Household, page: str
) -> None:
    family.state = HouseholdState.LEFT
    client.fill(f"{page}?show=phone", phone=NEW)
    assert session.scalars(select(ToldChange)).all() == []
