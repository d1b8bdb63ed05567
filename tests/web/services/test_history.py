from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from web.models import FieldChange
from web.models.vocabulary import HelpCategory, Level, ProfileField
from web.services import history, volunteers
from web.services.volunteers import Questionnaire

ANSWERS = Questionnaire(
    offers=frozenset({HelpCategory.CONVERSATION}),
    slots=2,
    max_distance_m=2000,
    capacity=1,
    age_band=None,
    gender=None,
    only_women=False,
    no_children=False,
    step_free=False,
)


def _changes(session: Session) -> dict[str, tuple[str | None, str | None]]:
    session.flush()
    return {one.field.value: (one.old, one.new) for one in session.scalars(select(FieldChange))}


def test_only_what_changed_is_written_down_with_both_values_and_who(
    session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session)
    volunteers.complete_questionnaire(session, volunteer, ANSWERS, now)
    session.execute(text("DELETE FROM field_change"))
    volunteers.complete_questionnaire(
        session, volunteer, replace(ANSWERS, slots=5, capacity=2), now
    )
    assert _changes(session) == {"slots": ("2", "5"), "capacity": ("1", "2")}
    (actor_id,) = set(session.scalars(select(FieldChange.actor_id)))
    assert actor_id == volunteer.id


def test_the_same_answers_again_are_no_change(session: Session, now: datetime) -> None:
    volunteer = make_volunteer(session)
    volunteers.complete_questionnaire(session, volunteer, ANSWERS, now)
    session.execute(text("DELETE FROM field_change"))
    volunteers.complete_questionnaire(session, volunteer, ANSWERS, now)
    assert _changes(session) == {}


def test_a_level_of_a_language_is_a_change_though_the_language_stays(
    session: Session, now: datetime
) -> None:
    household = make_household(session, languages={"ar": Level.NATIVE, "fr": Level.BASIC})
    with history.kept(session, household, make_staff(session), now):
        next(one for one in household.languages if one.tag == "fr").level = Level.FLUENT
    assert _changes(session) == {"languages": ("ar:4 fr:1", "ar:4 fr:3")}


def test_of_an_address_only_that_it_changed_is_kept(session: Session, now: datetime) -> None:
    household = make_household(session, street="Rue Haute 5")
    assert household.address is not None
    with history.kept(session, household, make_staff(session), now):
        household.address.street = "Rue Basse 7"
    assert _changes(session) == {"address": (None, None)}


def test_values_are_encrypted(session: Session, now: datetime) -> None:
    household = make_household(session)
    with history.kept(session, household, make_staff(session), now):
        household.set_phone("+32470123456")
    assert _changes(session) == {"phone": ("", "+32470123456")}
    assert "470" not in str(session.scalar(text("SELECT new FROM field_change")))


@pytest.mark.parametrize("field", ProfileField)
def test_every_field_that_has_a_history_has_a_value(field: ProfileField, session: Session) -> None:
    scheme = make_scheme(session)
    known = {
        *history.values_of(make_volunteer(session, scheme=scheme)),
        *history.values_of(make_household(session, scheme=scheme)),
    }
    assert field in known


def test_the_page_of_a_household_says_what_was_put_right_by_whom(
    session: Session, client: Client
) -> None:
    scheme = make_scheme(session)
    coordinator = make_staff(session, scheme=scheme)
    family = make_household(session, scheme=scheme, street="Rue Haute 5", phone="+32470000042")
    client.sign_in(coordinator)
    path = f"/desk/households/{family.public_id}"
    assert "changes of this profile" not in client.get(f"{path}/timeline").text
    client.fill(f"{path}/edit", last_name="Khoury", street="Rue Basse 7")
    page = client.get(f"{path}/timeline").text
    assert "2 changes of this profile" in page
    assert "Hana" in page.partition("<del>")[2].partition("</del>")[0]
    assert "Khoury" in page.partition("<ins>")[2].partition("</ins>")[0]
    assert "Rue" not in page
    assert coordinator.full_name in page.partition('<details class="history">')[2]
