from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client, Form, main_form
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from tests.web.coordinator.statements import counting
from web.coordinator.profile_groups import Group
from web.models import AuditEvent, FieldChange, Household, Scheme, Staff, Volunteer
from web.models.vocabulary import Gender, HelpCategory, Level, ProfileField

SOMEWHERE = {"latitude": 50.8371, "longitude": 4.3702}


@pytest.fixture
def family(session: Session, scheme: Scheme, coordinator: Staff) -> Household:
    return make_household(
        session,
        scheme=scheme,
        street="Rue Gardée 3",
        phone="+32470123456",
        members=[2015],
        offers=(HelpCategory.MEAL,),
        **SOMEWHERE,
    )


@pytest.fixture
def neighbour(session: Session, scheme: Scheme, coordinator: Staff) -> Volunteer:
    return make_volunteer(session, scheme=scheme, street="Rue Gardée 5", **SOMEWHERE)


def _edit(person: Household | Volunteer, group: str = "") -> str:
    return f"/desk/{person.kind}s/{person.public_id}/edit" + (f"?fields={group}" if group else "")


def _opened(client: Client, person: Household | Volunteer, group: str) -> Form:
    return main_form(client.get(_edit(person, group)).text)


def _sent(client: Client, form: Form, **typed: Any) -> Any:
    return client.post(form.action, data={**form.values, **typed})


def test_each_group_of_a_file_has_a_pencil_that_opens_just_that_group(
    client: Client, family: Household, neighbour: Volunteer
) -> None:
    for person, besides in ((family, set()), (neighbour, {Group.NOTE})):
        page = client.get(f"/desk/{person.kind}s/{person.public_id}").text
        pencils = {unescape(href) for href in re.findall(r'class="pencil" href="([^"]+)"', page)}
        assert pencils == {_edit(person, group) for group in set(Group) - besides}
        names = [set(_opened(client, person, group).values) for group in set(Group) - besides]
        common = set.intersection(*names)
        assert "seen" in common
        own = [group - common for group in names]
        assert sum(len(group) for group in own) == len(set.union(*own))


def test_a_group_is_put_right_and_everything_else_stays(
    session: Session, client: Client, family: Household
) -> None:
    answer = client.fill(_edit(family, "languages"), **{"languages-1-level": "3"})
    assert answer.location == f"/desk/households/{family.public_id}#profile-languages"
    levels = {row.tag: row.level for row in family.languages}
    assert levels == {"ar": Level.NATIVE, "fr": Level.FLUENT}
    assert [offer.category for offer in family.offers] == [HelpCategory.MEAL]
    assert [member.birth_year for member in family.members] == [2015]
    assert family.address is not None
    assert family.address.street == "Rue Gardée 3"
    assert (family.latitude, family.longitude) == (50.8371, 4.3702)
    (change,) = session.scalars(select(FieldChange))
    assert change.field is ProfileField.LANGUAGES


def test_the_whole_profile_is_put_right_without_losing_what_a_family_gives(
    client: Client, family: Household
) -> None:
    assert client.fill(_edit(family), first_name="Amina").status_code == 303
    assert family.first_name == "Amina"
    assert [offer.category for offer in family.offers] == [HelpCategory.MEAL]
    assert (family.latitude, family.longitude) == (50.8371, 4.3702)


def test_a_volunteer_is_put_right_at_the_desk(
    session: Session, client: Client, neighbour: Volunteer, coordinator: Staff
) -> None:
    assert client.fill(_edit(neighbour, "limits"), capacity="3", no_children="y").status_code == 303
    assert (neighbour.capacity, neighbour.no_children) == (3, True)
    client.fill(_edit(neighbour, "people"), gender="woman")
    assert neighbour.gender is Gender.WOMAN
    client.fill(_edit(neighbour, "contact"), first_name="Véra", phone="0470 12 34 56")
    assert (neighbour.first_name, neighbour.phone) == ("Véra", "+32470123456")
    client.fill(_edit(neighbour, "place"), postcode="8500")
    assert neighbour.postcode == "8500"
    actors = set(session.scalars(select(FieldChange.actor_id)))
    assert actors == {coordinator.id}


def test_a_contact_that_another_volunteer_has_is_refused_at_the_field(
    session: Session, client: Client, neighbour: Volunteer, scheme: Scheme
) -> None:
    make_volunteer(session, scheme=scheme, phone="+32470999999")
    answer = client.fill(_edit(neighbour, "contact"), phone="0470 99 99 99")
    assert answer.status_code == 422
    assert "Another volunteer has this already." in answer.text
    assert "0470 99 99 99" in answer.text
    elsewhere = make_volunteer(session, scheme=make_scheme(session), phone="+32470888888")
    assert client.fill(_edit(neighbour, "contact"), phone=elsewhere.phone).status_code == 303


def test_the_second_of_two_editors_sees_both_values_and_who_was_quicker(
    session: Session, client: Client, family: Household, scheme: Scheme
) -> None:
    dora = make_staff(session, scheme=scheme, first_name="Dora")
    mine = _opened(client, family, "contact")
    other = client.another()
    session.commit()
    other.sign_in(dora)
    other.fill(_edit(family, "contact"), first_name="Amina", email="amina@example.org")
    answer = _sent(client, mine, first_name="Aminata")
    assert answer.status_code == 409
    assert "Dora Example changed this on" in answer.text
    present = answer.text.partition('class="facts overtaken"')[2].partition("</dl>")[0]
    assert "Amina Example" in present
    # The address was not theirs to change, and what they had before them is an older one.
    assert "amina@example.org" in present
    again = main_form(answer.text)
    assert again.values["first_name"] == "Aminata"
    assert family.first_name == "Amina"
    assert _sent(client, again, email="amina@example.org").status_code == 303
    assert (family.first_name, family.email) == ("Aminata", "amina@example.org")


def test_editors_of_different_groups_do_not_disturb_each_other(
    client: Client, family: Household
) -> None:
    mine, theirs = _opened(client, family, "week"), _opened(client, family, "together")
    assert _sent(client, theirs, **{"needs-meal": "1"}).status_code == 303
    assert _sent(client, mine, **{"slots-0-0": "1"}).status_code == 303
    assert family.slots & 1
    assert HelpCategory.MEAL in {need.category for need in family.needs}


def test_a_second_click_changes_nothing_and_is_no_conflict(
    session: Session, client: Client, family: Household
) -> None:
    form = _opened(client, family, "contact")
    for _ in range(2):
        assert _sent(client, form, first_name="Amina").status_code == 303
    assert len(session.scalars(select(FieldChange)).all()) == 1


def test_a_slip_does_not_hide_what_somebody_else_changed_meanwhile(
    client: Client, family: Household
) -> None:
    mine, theirs = _opened(client, family, "contact"), _opened(client, family, "contact")
    _sent(client, theirs, first_name="Amina")
    slip = _sent(client, mine, first_name="Aminata", phone="nonsense")
    assert slip.status_code == 422
    answer = _sent(client, main_form(slip.text), phone=family.phone)
    assert answer.status_code == 409
    assert family.first_name == "Amina"


def test_a_note_that_changed_meanwhile_stands_beside_the_one_that_was_typed(
    client: Client, family: Household
) -> None:
    mine, theirs = _opened(client, family, "note"), _opened(client, family, "note")
    _sent(client, theirs, note="Needs a ground floor.\nCall after six.")
    answer = _sent(client, mine, note="Call the sister.")
    assert answer.status_code == 409
    present = answer.text.partition('class="facts overtaken"')[2].partition("</dl>")[0]
    assert "Needs a ground floor.\nCall after six." in present
    assert "Call the sister." in answer.text
    assert family.note == "Needs a ground floor.\nCall after six."
    # Whoever has read both may keep their own.
    assert _sent(client, main_form(answer.text)).status_code == 303
    assert family.note == "Call the sister."


def test_an_address_that_changed_meanwhile_is_shown_with_a_trace(
    session: Session, client: Client, family: Household
) -> None:
    mine, theirs = _opened(client, family, "place"), _opened(client, family, "place")
    _sent(client, theirs, street="Rue Secrète 9")
    answer = _sent(client, mine, street="Rue Autre 1")
    assert answer.status_code == 409
    present = answer.text.partition('class="facts overtaken"')[2].partition("</dl>")[0]
    assert "Address" in present
    assert "Rue Secrète 9" in present
    assert "Rue Autre 1" in answer.text
    looked = select(AuditEvent).where(AuditEvent.action == "address_shown")
    assert session.scalars(looked).one().party_id == family.id


@pytest.mark.parametrize("seen", ["", "nonsense", "name:000000000000"])
def test_marks_that_nobody_gave_count_as_a_profile_that_nobody_saw(
    seen: str, client: Client, family: Household
) -> None:
    form = _opened(client, family, "contact")
    assert _sent(client, form, first_name="Amina", seen=seen).status_code == 409


def test_marks_say_nothing_of_what_they_mark(client: Client, family: Household) -> None:
    marks = _opened(client, family, "people").values["seen"]
    for value in ("2015", family.first_name, family.email or "", "Gardée"):
        assert value not in marks


@pytest.mark.parametrize("group", ["nonsense", "%00", "note"])
def test_a_group_that_there_is_not_is_the_whole_profile(
    group: str, client: Client, neighbour: Volunteer
) -> None:
    page = client.get(_edit(neighbour, group))
    assert page.status_code == 200
    assert {"first_name", "postcode", "capacity"} <= set(main_form(page.text).values)


def test_a_profile_of_another_scheme_is_not_there(
    session: Session, client: Client, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    for person in (
        make_household(session, scheme=elsewhere),
        make_volunteer(session, scheme=elsewhere),
    ):
        assert client.get(_edit(person, "contact")).status_code == 404
        assert client.press(_edit(person, "contact"), first_name="X").status_code == 404


def test_the_form_takes_few_queries(
    engine: Engine, client: Client, family: Household, neighbour: Volunteer
) -> None:
    for person in (family, neighbour):
        with counting(engine) as statements:
            client.get(_edit(person))
        assert len(statements.sent) <= 12
