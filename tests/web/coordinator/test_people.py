from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_volunteer
from web.models import AuditEvent, Household, Scheme, Staff
from web.models.vocabulary import HouseholdState, Level, Source, VolunteerState
from web.services.clock import local_date


def test_a_volunteer_is_led_along_the_path_to_ready(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(
        session, scheme=scheme, state=VolunteerState.INFORMED, trained_at=None, ready_at=None
    )
    path = f"/desk/volunteers/{volunteer.public_id}"
    page = client.get(path).text
    assert "Before this volunteer can be matched" in page
    assert f"{path}/ready" not in page
    client.press(f"{path}/trained")
    assert volunteer.state.value == VolunteerState.TRAINED
    assert f"{path}/ready" in client.get(path).text
    client.press(f"{path}/ready")
    assert volunteer.state.value == VolunteerState.READY
    client.press(f"{path}/pause", reason="busy")
    assert volunteer.state.value == VolunteerState.PAUSED
    client.press(f"{path}/resume")
    assert volunteer.state.value == VolunteerState.READY
    client.press(f"{path}/leave")
    assert volunteer.state.value == VolunteerState.LEFT


def test_a_step_that_comes_too_early_says_what_is_missing_on_the_same_page(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(
        session, scheme=scheme, state=VolunteerState.INFORMED, trained_at=None, ready_at=None
    )
    answer = client.press(f"/desk/volunteers/{volunteer.public_id}/ready")
    assert answer.status_code in {409, 422}
    assert volunteer.first_name in answer.text
    assert "the training" in answer.text
    assert volunteer.state.value == VolunteerState.INFORMED


def test_a_check_is_recorded_by_day_outcome_and_renewal(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, state=VolunteerState.TRAINED)
    path = f"/desk/volunteers/{volunteer.public_id}/screening"
    today = local_date(datetime.now(UTC))
    bad = client.press(
        path,
        seen_on=(today + timedelta(days=3)).isoformat(),
        outcome="yes",
        renew_on=today.isoformat(),
    )
    assert bad.status_code == 422
    assert volunteer.screening is None
    seen = today - timedelta(days=2)
    client.press(path, seen_on=seen.isoformat(), outcome="yes", renew_on="2999-01-01")
    session.expire_all()
    assert volunteer.screening is not None
    assert volunteer.screening.passed
    assert volunteer.screening.seen_on == seen
    assert volunteer.screening.renew_on == date(2999, 1, 1)
    assert volunteer.screening.checked_by_id == coordinator.id


@pytest.mark.parametrize("kind", ["volunteers", "households"])
def test_a_street_is_shown_only_when_asked_for_and_the_look_is_recorded(
    kind: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make = make_volunteer if kind == "volunteers" else make_household
    person = make(session, scheme=scheme, street="Rue Invisible 7")
    path = f"/desk/{kind}/{person.public_id}"
    pages = [path, *([f"{path}/edit"] if kind == "households" else [])]
    for page in pages:
        assert "Rue Invisible 7" not in client.get(page).text
    assert session.scalars(select(AuditEvent)).all() == []
    assert "Rue Invisible 7" in client.press(f"{path}/address").text
    look = session.scalars(select(AuditEvent)).one()
    assert (look.actor_id, look.party_id) == (coordinator.id, person.id)
    assert look.action == "address_shown"


def test_a_household_goes_from_referral_over_intake_to_waiting(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(
        session, scheme=scheme, state=HouseholdState.REFERRED, intake_at=None, ready_at=None
    )
    path = f"/desk/households/{household.public_id}"
    client.press(f"{path}/intake")
    assert household.state.value == HouseholdState.INTAKE
    client.press(f"{path}/ready")
    assert household.state.value == HouseholdState.READY
    since = household.ready_at
    client.press(f"{path}/pause", reason="busy")
    client.press(f"{path}/resume")
    assert household.state.value == HouseholdState.READY
    assert household.ready_at == since


REFERRAL = {
    "first_name": "ሰላም",
    "phone": "+32 470 12 34 56",
    "channel": "sms",
    "language": "ti",
    "languages-0-tag": "ti",
    "languages-0-level": "4",
    "postcode": "8500",
    "street": "Doorniksestraat 1",
    "needs-homework": "1",
    "needs-homework-rank": "1",
    "slots-2-1": "1",
    "wanted": "1",
}


@pytest.fixture(autouse=True)
def _patient(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    # The form's trap for robots would make every test wait.
    monkeypatch.setitem(app.config, "FORM_SHORTEST_SECONDS", 0)  # type: ignore[attr-defined]


def test_a_coordinator_refers_a_household_once_however_often_it_is_sent(
    session: Session, client: Client, coordinator: Staff
) -> None:
    answer = client.fill("/desk/households/new", **REFERRAL)
    assert answer.status_code == 303
    household = session.scalars(select(Household)).one()
    assert household.source is Source.COORDINATOR
    assert household.referred_by_id == coordinator.id
    assert [row.tag for row in household.languages] == ["ti"]
    assert answer.location == f"/desk/households/{household.public_id}"
    assert "ሰላም" in client.get(answer.location).text
    assert "Get to know ሰላም" in client.get("/desk/").text


def test_what_was_typed_stays_when_something_is_wrong_with_it(
    session: Session, client: Client, coordinator: Staff
) -> None:
    answer = client.fill("/desk/households/new", **{**REFERRAL, "postcode": "0000"})
    assert answer.status_code == 422
    assert "ሰላም" in answer.text
    assert "Doorniksestraat 1" in answer.text
    assert session.scalars(select(Household)).all() == []


def test_putting_a_household_right_keeps_the_address_that_is_not_shown(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(session, scheme=scheme, street="Rue Gardée 3", phone="+32470123456")
    path = f"/desk/households/{household.public_id}/edit"
    answer = client.fill(path, first_name="Amina")
    assert answer.status_code == 303, answer.text
    assert household.first_name == "Amina"
    assert household.address is not None
    assert household.address.street == "Rue Gardée 3"


@pytest.mark.parametrize(
    ("wanted", "there", "gone"),
    [
        ({"state": "ready"}, "Ready", "Paused"),
        ({"state": "paused"}, "Paused", "Ready"),
        ({"place": "8500"}, "Paused", "Ready"),
        ({"place": "Courtrai"}, "Paused", "Ready"),
        ({"weeks": "8"}, "Ready", "Paused"),
        ({"name": "x ready"}, "Ready", "Paused"),
        ({"language": "ti"}, "Paused", "Ready"),
    ],
)
@pytest.mark.parametrize("kind", ["volunteers", "households"])
def test_lists_are_narrowed_by_state_place_language_weeks_and_name(
    kind: str,
    wanted: dict[str, str],
    there: str,
    gone: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    make = make_volunteer if kind == "volunteers" else make_household
    paused = VolunteerState.PAUSED if kind == "volunteers" else HouseholdState.PAUSED
    long_ago = datetime.now(UTC) - timedelta(weeks=9)
    make(session, scheme=scheme, last_name="X-Ready", ready_at=long_ago)
    make(
        session,
        scheme=scheme,
        last_name="X-Paused",
        state=paused,
        postcode="8500",
        languages={"ti": Level.NATIVE},
    )
    page = client.get(client.press(f"/desk/{kind}", **wanted).location).text
    assert f"X-{there}" in page
    assert f"X-{gone}" not in page


@pytest.mark.parametrize(
    "nonsense",
    [
        *("page=-5", "page=9999999999", "page=x", "page=after.%00", "page=before.nobody"),
        *("state=%00", "state=", "order=;--", "order=-", "order=--state"),
        *("language=%F0", "language=%00", "weeks=-1", "weeks=9999999999", "weeks=x"),
        *("place=%00", "place=0000", f"place={'9' * 5000}", "called=%00", "called=gAAAA"),
    ],
)
@pytest.mark.parametrize("kind", ["volunteers", "households", "matches", "runs"])
def test_nonsense_in_the_address_is_not_an_error(
    kind: str, nonsense: str, client: Client, coordinator: Staff
) -> None:
    assert client.get(f"/desk/{kind}?{nonsense}").status_code == 200


def test_the_desk_speaks_of_a_family_and_the_familys_own_page_to_it(
    client: Client, session: Session, coordinator: Staff, scheme: Scheme
) -> None:
    household = make_household(session, scheme=scheme, members=[1990])
    session.commit()
    asked = ("do you speak", "would help you", "do you have time", "lives with you", "Your age")
    for page in ("/desk/households/new", f"/desk/households/{household.public_id}/edit"):
        text = client.get(page).text
        assert [words for words in asked if words in text] == []
        assert "We want to meet" not in text
    own = client.get(f"/{scheme.slug}/refer").text
    assert all(words in own for words in asked[:4])
