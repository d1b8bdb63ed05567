from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import (
    make_absence,
    make_household,
    make_match,
    make_policy,
    make_preview,
    make_scheme,
    make_staff,
    make_volunteer,
)
from web.access import open_to
from web.models import EvaluationRound, MatchRun, Scheme, Staff, Task, ToldChange
from web.models.vocabulary import Campaign, Role, TaskKind, Topic
from web.services import campaigns, notes
from web.services.clock import local_date

MISSING = "A" * 22


def _desk(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and rule of each page of the desk."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("coordinator."):
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, rule.rule


def test_every_page_of_the_application_has_somebody_named_who_may_open_it(app: Flask) -> None:
    closed = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {endpoint for endpoint in closed if open_to(app, endpoint) is None} == set()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.COORDINATOR, Role.HOUSEHOLD}))
def test_nobody_but_a_coordinator_opens_the_desk(
    role: Role, app: Flask, session: Session, client: Client, scheme: Scheme
) -> None:
    person = (
        make_volunteer(session, scheme=scheme)
        if role is Role.VOLUNTEER
        else make_staff(session, scheme=scheme, duty=role)
    )
    session.commit()
    client.sign_in(person)
    for endpoint, method, rule in _desk(app):
        path = rule.replace("<public_id>", MISSING)
        if role in (open_to(app, endpoint) or set()):
            continue
        answer = client.get(path) if method == "GET" else client.press(path)
        assert answer.status_code == 403, (method, path)


def test_someone_who_is_not_signed_in_is_sent_to_the_sign_in_page(
    app: Flask, client: Client
) -> None:
    for _endpoint, method, rule in _desk(app):
        path = rule.replace("<public_id>", MISSING)
        answer = client.get(path) if method == "GET" else client.press(path)
        assert answer.status_code == 302, (method, path)
        assert answer.location.startswith("/sign-in"), (method, path)


def test_another_schemes_row_answers_exactly_like_a_missing_one(
    app: Flask, session: Session, client: Client, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    match = make_match(session, scheme=elsewhere)
    run = MatchRun(scheme_id=elsewhere.id, created_at=match.proposed_at)
    task = Task(
        scheme_id=elsewhere.id,
        kind=TaskKind.INTAKE,
        dedupe_key="there",
        created_at=match.proposed_at,
    )
    day = local_date(match.proposed_at)
    planned = EvaluationRound(scheme_id=elsewhere.id, year=2026, opens_on=day, closes_on=day)
    away, stand_in = (make_staff(session, scheme=elsewhere) for _ in range(2))
    absence = make_absence(session, away, stand_in, day, day)
    now = match.proposed_at
    told = ToldChange(
        scheme_id=elsewhere.id,
        household=match.household,
        topic=Topic.PHONE,
        told="+32470123456",
        told_at=now,
    )
    session.add_all([run, task, planned, told])
    decided = make_policy(session, elsewhere)
    note = notes.write(session, match.household, "Rings twice.", author=away, now=now)
    preview = make_preview(session, away)
    code = campaigns.make(session, elsewhere, "Market", Campaign.POSTER, actor=away, now=now)
    session.commit()
    theirs = {
        "volunteers": match.volunteer.public_id,
        "households": match.household.public_id,
        "matches": match.public_id,
        "runs": run.public_id,
        "tasks": task.public_id,
        "evaluation": planned.public_id,
        "policy": decided.public_id,
        "previews": preview.public_id,
        "absences": absence.public_id,
        "notes": note.public_id,
        "campaigns": code.public_id,
        "told": told.public_id,
    }
    asked = 0
    for _endpoint, method, rule in _desk(app):
        if "<public_id>" not in rule:
            continue
        # A kind that is not among theirs is a new one, and belongs there.
        kind = rule.partition("/<public_id>")[0].rpartition("/")[2]
        answers = []
        for public_id in (theirs[kind], MISSING):
            path = rule.replace("<public_id>", public_id)
            answers.append(client.get(path) if method == "GET" else client.press(path))
        asked += 1
        assert [answer.status_code for answer in answers] == [404, 404], (method, rule)
        assert answers[0].text.replace(theirs[kind], MISSING) == answers[1].text, (method, rule)
    assert asked > 60


def test_lists_and_counts_show_nobody_of_another_scheme(
    session: Session, client: Client, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    stranger = make_volunteer(session, scheme=elsewhere, first_name="Stranger")
    family = make_household(session, scheme=elsewhere, first_name="Elsewhere")
    make_match(session, volunteer=stranger, household=family)
    for path in ("/desk/", "/desk/volunteers", "/desk/households", "/desk/matches", "/desk/runs"):
        page = client.get(path).text
        assert "Stranger" not in page
        assert "Elsewhere" not in page
    for kind in ("volunteers", "households", "matches"):
        file = client.press(f"/desk/{kind}/export", format="csv").text
        assert "Stranger" not in file
        assert "Elsewhere" not in file
    assert "0 volunteers" in client.get("/desk/volunteers").text
    assert "0 households" in client.get("/desk/households").text
    assert "0 matches" in client.get("/desk/matches").text


def test_a_pair_cannot_be_proposed_across_schemes(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    stranger = make_volunteer(session, scheme=make_scheme(session))
    family = make_household(session, scheme=scheme)
    answer = client.press("/desk/matches", volunteer=stranger.public_id, household=family.public_id)
    assert answer.status_code == 404


def test_a_page_that_is_not_there_leads_back_to_today_and_says_so_once(
    client: Client, coordinator: Staff
) -> None:
    answer = client.get("/desk/runs/nonsense")
    assert answer.status_code == 404
    assert 'href="/desk/"' in answer.text
    assert "start page" not in answer.text
