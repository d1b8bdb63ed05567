"""Every colleague arrives at a page of their own, and sees there what is theirs and no more."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from tests.web.coordinator.statements import counting
from tests.web.coordinator.test_people import REFERRAL
from web.access import home_of, open_to
from web.models import AuditEvent, Household, Scheme, Staff, Task
from web.models.party import ERASED
from web.models.vocabulary import STAFF_ROLES, HouseholdState, Role, Source, TaskKind


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


@pytest.fixture
def partner(session: Session, scheme: Scheme, client: Client) -> Staff:
    """Signed in."""
    member = make_staff(session, scheme=scheme, duty=Role.PARTNER)
    client.sign_in(member)
    return member


@pytest.mark.parametrize("role", sorted(STAFF_ROLES | {Role.VOLUNTEER}))
def test_whoever_signs_in_arrives_at_a_page_that_opens(
    client: Client, session: Session, scheme: Scheme, role: Role
) -> None:
    person = (
        make_volunteer(session, scheme=scheme)
        if role is Role.VOLUNTEER
        else make_staff(session, scheme=scheme, duty=role)
    )
    client.sign_in(person)
    with client.application.test_request_context():
        home = home_of(role)
    page = client.get(home)
    assert page.status_code == 200
    # What the page leads to within the application opens as well.
    leads_to = set(re.findall(r'href="(/desk/[^"]*)"', page.text))
    if role is not Role.COORDINATOR:
        assert {client.get(link).status_code for link in leads_to} <= {200}


def test_a_partner_sees_the_households_they_referred_and_nobody_elses(
    client: Client, session: Session, scheme: Scheme, partner: Staff, engine: Engine
) -> None:
    colleague = make_staff(session, scheme=scheme, duty=Role.PARTNER)
    elsewhere = make_staff(session, duty=Role.PARTNER)
    for name, who in (("Mine", partner), ("Theirs", colleague), ("Elsewhere", elsewhere)):
        make_household(
            session,
            scheme_id=who.scheme_id,
            first_name=name,
            referred_by_id=who.id,
            state=HouseholdState.INTAKE,
            note="a note",
            street="Rue Haute 1",
        )
    make_household(session, scheme=scheme, first_name="Alone")
    make_household(session, scheme=scheme, first_name=ERASED, referred_by_id=partner.id)
    session.commit()
    with counting(engine) as asked:
        page = client.get("/colleagues/referred").text
    assert "Mine" in page
    assert "intake" in page
    for hidden in ("Theirs", "Elsewhere", "Alone", "a note", "Rue Haute", f"<bdi>{ERASED}"):
        assert hidden not in page
    assert len(asked.sent) <= 12


def test_a_household_that_a_partner_refers_is_theirs_and_on_the_desk(
    client: Client, session: Session, partner: Staff
) -> None:
    form = client.fill("/colleagues/referred/new", **REFERRAL)
    assert form.location == "/colleagues/referred", form.text
    household = session.scalars(select(Household)).one()
    assert (household.source, household.referred_by_id) == (Source.PARTNER, partner.id)
    assert session.scalars(select(Task.kind)).all() == [TaskKind.INTAKE]
    assert session.scalars(select(AuditEvent.actor_id)).all() == [partner.id]
    assert household.first_name in client.get("/colleagues/referred").text
    assert client.fill("/colleagues/referred/new", first_name="Amina").status_code == 422


def test_these_pages_are_for_one_role_each(
    app: Flask, client: Client, session: Session, scheme: Scheme
) -> None:
    rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("colleagues.")]
    assert rules
    for role in STAFF_ROLES:
        browser = client.another()
        browser.sign_in(make_staff(session, scheme=scheme, duty=role))
        for rule in rules:
            expected = 200 if role in (open_to(app, rule.endpoint) or ()) else 403
            assert browser.get(rule.rule).status_code == expected, (role, rule.rule)
