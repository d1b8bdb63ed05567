"""Somebody asks for their rights by phone, and a coordinator does what they would do themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.models import AuditEvent, Household, Match, Notification, Scheme, Staff, Tombstone
from web.models.vocabulary import HouseholdState, MatchState, PauseReason
from web.services import outbox, sending
from web.services.clock import local_date
from web.transactions import transaction


@pytest.fixture
def hana(session: Session, scheme: Scheme, coordinator: Staff) -> Household:
    return make_household(session, scheme=scheme, first_name="Hana", street="Quokka 1")


def _at(household: Household, below: str = "") -> str:
    return f"/desk/households/{household.public_id}/rights{below}"


def _state(household: Household) -> HouseholdState:
    return household.state


def _done(session: Session, household: Household) -> list[str]:
    events = session.scalars(select(AuditEvent).where(AuditEvent.party_id == household.id))
    return [event.action for event in events]


def test_a_family_that_asks_by_phone_is_erased_and_who_heard_it_stays_written_down(
    client: Client, session: Session, hana: Household, coordinator: Staff
) -> None:
    match = make_match(session, household=hana, state=MatchState.ACTIVE)
    name = hana.public_id
    answer = client.press(_at(hana, "/erase"), reason="asked", heard="by_interpreter", sure="y")
    assert answer.location == "/desk/households"
    assert hana.first_name == "–"
    assert hana.address is None
    assert session.get_one(Match, match.id).state is MatchState.ENDED
    assert session.scalars(select(Tombstone.public_id)).all() == [name]
    asked = session.scalars(
        select(AuditEvent).where(AuditEvent.action == "erasure_by_interpreter")
    ).one()
    assert (asked.party_id, asked.actor_id) == (hana.id, coordinator.id)
    assert "phone with an interpreter" in client.get(f"/desk/households/{name}").text
    # Nobody is there any more to ask for anything.
    assert client.press(_at(hana, "/copy")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "asked", "heard": "by_phone"}, "tick this to be sure"),
        ({"reason": "asked", "heard": "", "sure": "y"}, "how they asked"),
        ({"heard": "by_phone", "sure": "y"}, "Reason"),
    ],
)
def test_nobody_is_erased_by_half_a_form(
    client: Client, hana: Household, typed: dict[str, str], said: str
) -> None:
    answer = client.press(_at(hana, "/erase"), **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert hana.first_name == "Hana"


def test_who_was_entered_twice_is_erased_without_having_asked(
    client: Client, session: Session, hana: Household
) -> None:
    client.press(_at(hana, "/erase"), reason="twice", heard="", sure="y")
    assert hana.is_erased
    assert "erasure_twice" in _done(session, hana)


def test_what_is_only_kept_is_neither_matched_nor_written_to_until_that_is_lifted(
    client: Client, session: Session, hana: Household
) -> None:
    client.press(_at(hana, "/restrict"), heard="by_phone")
    assert _state(hana) is HouseholdState.PAUSED
    assert "restricted_by_phone" in _done(session, hana)
    page = client.get(f"/desk/households/{hana.public_id}").text
    assert "may only be kept" in page
    refused = client.press(f"/desk/households/{hana.public_id}/resume")
    assert refused.status_code == 409
    client.press(_at(hana, "/lift"))
    client.press(f"/desk/households/{hana.public_id}/resume")
    assert _state(hana) is HouseholdState.READY


def test_a_break_with_a_last_day_does_not_end_by_itself_once_it_is_only_kept(
    client: Client, session: Session, hana: Household, now: datetime
) -> None:
    hana.state, hana.pause_reason = HouseholdState.PAUSED, PauseReason.AWAY
    hana.paused_until = local_date(now) + timedelta(days=3)
    client.press(_at(hana, "/restrict"), heard="in_writing")
    assert hana.restricted_at is not None
    assert hana.paused_until is None


def test_no_message_leaves_for_who_is_only_kept_but_what_they_ask_for_does(
    client: Client, session: Session, hana: Household
) -> None:
    client.press(_at(hana, "/restrict"), heard="by_phone")
    day = datetime(2026, 3, 4, 11, tzinfo=UTC)
    for key, at_once in (("news", False), ("asked", True)):
        outbox.notify(session, hana, "own_page", dedupe_key=key, now=day, at_once=at_once)
    session.commit()
    with client.application.app_context():
        sending.deliver_due(transaction)
    session.expire_all()
    sent = {one.dedupe_key: one.problem for one in session.scalars(select(Notification))}
    assert sent["news"] == "withdrawn"
    assert sent["asked"] == ""


def test_a_copy_for_a_family_shows_everything_and_leaves_a_trace(
    client: Client, session: Session, hana: Household
) -> None:
    page = client.press(_at(hana, "/copy")).text
    assert "Quokka 1" in page
    assert "to find neighbours who fit" in page
    file = client.press(_at(hana, "/file"))
    assert file.mimetype == "application/json"
    assert "Quokka 1" in file.text
    assert _done(session, hana).count("data_exported") == 2


def test_another_schemes_people_are_not_there(
    client: Client, session: Session, coordinator: Staff
) -> None:
    stranger = make_volunteer(session, scheme=make_scheme(session))
    for below in ("", "/copy", "/erase"):
        path = f"/desk/volunteers/{stranger.public_id}/rights{below}"
        answer = client.press(path, reason="twice", sure="y") if below else client.get(path)
        assert answer.status_code == 404
    assert not stranger.is_erased


def test_a_change_told_by_phone_is_put_in_with_how_it_was_heard(
    client: Client, session: Session, hana: Household
) -> None:
    path = f"/desk/households/{hana.public_id}/edit?fields=place"
    client.fill(path, postcode="4000", heard="by_phone")
    assert hana.postcode == "4000"
    assert "told_by_phone" in _done(session, hana)
    assert "Told by phone what has changed" in client.get(f"/desk/households/{hana.public_id}").text
    client.fill(path, postcode="1000")
    assert _done(session, hana).count("told_by_phone") == 1
