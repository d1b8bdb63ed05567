from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_volunteer
from web.models import Job, MatchRun, Scheme, Staff, Task
from web.models.vocabulary import Level, MatchState, Progress, TaskKind
from web.queries import desk
from web.services import match_runs
from web.services.clock import local_date
from web.transactions import transaction


def _task(session: Session, scheme: Scheme, kind: TaskKind, **values: object) -> Task:
    party = values.pop("party", None) or make_volunteer(session, scheme=scheme)
    task = Task(
        scheme_id=scheme.id,
        kind=kind,
        dedupe_key=f"{kind}:{party.id}",  # type: ignore[attr-defined]
        party=party,
        **{"created_at": datetime.now(UTC), **values},
    )
    session.add(task)
    session.flush()
    return task


@pytest.mark.parametrize("kind", TaskKind)
@pytest.mark.parametrize("about", ["match", "party", "nothing"])
def test_every_kind_of_task_is_worded_and_leads_somewhere(
    kind: TaskKind,
    about: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    match = make_match(session, scheme=scheme)
    task = _task(session, scheme, kind, party=match.household)
    task.match = match if about == "match" else None
    task.party = None if about == "nothing" else match.household
    page = client.get("/desk/")
    assert page.status_code == 200
    assert f"/desk/tasks/{task.public_id}/done" in page.text


def test_tasks_stand_oldest_first_with_their_evidence(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    now = datetime.now(UTC)
    newer = _task(session, scheme, TaskKind.CALL_ME, created_at=now)
    older = _task(
        session,
        scheme,
        TaskKind.SAD_FACE,
        created_at=now - timedelta(days=9),
        evidence={"answered_on": "2026-05-03", "met": False, "earlier_faces": [3, 2]},
    )
    page = client.get("/desk/").text
    assert page.index(older.public_id) < page.index(newer.public_id)
    assert "3 May 2026" in page
    assert "Answers before: good, so-so" in page
    # Whoever scrolls down on a phone comes to what needs them first.
    assert page.index(newer.public_id) < page.index("Ready volunteers")


def test_a_task_is_done_once_and_disappears(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    task = _task(session, scheme, TaskKind.CALL_ME)
    for _twice in range(2):
        assert client.press(f"/desk/tasks/{task.public_id}/done").status_code == 303
    assert task.done_by_id == coordinator.id
    assert task.public_id not in client.get("/desk/").text


@pytest.mark.parametrize(("days", "away"), [("7", 7), ("1", 1), ("-3", 1), ("a week", 1)])
def test_a_task_put_off_comes_back_on_its_day(
    days: str, away: int, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    task = _task(session, scheme, TaskKind.CALL_ME)
    client.press(f"/desk/tasks/{task.public_id}/snooze", days=days)
    assert task.snoozed_until is not None
    assert 0 <= (task.snoozed_until - local_date(datetime.now(UTC))).days - away + 1 <= 1
    assert task.public_id not in client.get("/desk/").text


@pytest.mark.parametrize(("deed", "says"), [("done", "Done: "), ("snooze", "Put off until ")])
def test_what_was_pressed_by_mistake_is_named_and_taken_back(
    deed: str,
    says: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    amal = make_household(session, scheme=scheme, first_name="Amal")
    task = _task(session, scheme, TaskKind.CALL_ME, party=amal)
    answer = client.press(f"/desk/tasks/{task.public_id}/{deed}?whose=all", version="1")
    page = client.get(answer.location).text
    assert says in page
    assert f"{amal.full_name} asks to be called" in page
    assert f'id="task-{task.public_id}"' not in page
    undo = f"/desk/tasks/{task.public_id}/undo?whose=all"
    assert undo in page
    assert undo not in client.get("/desk/").text
    # On its own page too, for whoever went on from there.
    assert "/undo" in client.get(f"/desk/tasks/{task.public_id}").text
    back = client.press(undo, version=str(task.version))
    assert back.location == "/desk/?whose=all"
    page = client.get(back.location).text
    assert f'id="task-{task.public_id}"' in page
    assert (task.done_at, task.snoozed_until) == (None, None)
    told = client.get(f"/desk/households/{amal.public_id}").text
    assert "A task was put back on the list" in told


def test_an_empty_desk_says_so_in_words(client: Client, coordinator: Staff) -> None:
    assert "Nothing needs you just now" in client.get("/desk/").text
    assert "No run yet" in client.get("/desk/runs").text
    assert "No matches yet" in client.get("/desk/matches").text
    assert "No volunteers yet" in client.get("/desk/volunteers").text
    assert "No households yet" in client.get("/desk/households").text


def test_beyond_a_thousand_people_are_not_counted_on(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(desk, "MOST_COUNTED", 2)
    desk._figures.cache_clear()
    for _ in range(3):
        make_volunteer(session, scheme=scheme)
    make_household(session, scheme=scheme)
    head = client.get("/desk/").text
    desk._figures.cache_clear()
    assert 'state=ready">2+</a>' in head
    assert 'state=waiting">1</a>' in head


def test_starting_a_run_writes_a_job_and_shows_how_far_it_is(
    session: Session, client: Client, coordinator: Staff
) -> None:
    answer = client.press("/desk/runs")
    run = session.scalars(select(MatchRun)).one()
    assert answer.location == f"/desk/runs/{run.public_id}"
    assert session.scalars(select(Job.kind)).one() == "match_run"
    page = client.get(answer.location).text
    assert "Waiting for its turn" in page
    assert f"/desk/runs/{run.public_id}/progress" in page
    run.progress, run.phase, run.percent = Progress.RUNNING, "assignment", 60
    part = client.get(f"/desk/runs/{run.public_id}/progress")
    assert "60%" in part.text
    assert "<html" not in part.text
    assert "HX-Refresh" not in part.headers
    run.progress = Progress.DONE
    assert client.get(f"/desk/runs/{run.public_id}/progress").headers["HX-Refresh"] == "true"


def test_a_run_shows_its_proposals_with_reasons_a_map_and_who_is_left_waiting(
    app: Flask, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    served = make_household(session, scheme=scheme)
    unheard = make_household(
        session, scheme=scheme, languages={"ti": Level.NATIVE}, needs={"meal": 1}
    )
    client.press("/desk/runs")
    run = session.scalars(select(MatchRun)).one()
    run_id = run.id
    session.commit()
    with app.app_context():
        match_runs.execute(transaction, run_id)
    path = f"/desk/runs/{run.public_id}"
    page = client.get(path).text
    assert volunteer.full_name in page
    assert served.full_name in page
    assert "Both speak" in page
    assert "proven best" in page
    drawn = client.get(f"{path}/map.json").json
    assert drawn is not None
    assert {point["id"]: point["waiting"] for point in drawn["points"]} == {
        volunteer.public_id: False,
        served.public_id: False,
        unheard.public_id: True,
    }
    assert [(pair["from"], pair["to"]) for pair in drawn["pairs"]] == [
        (volunteer.public_id, served.public_id)
    ]
    table = client.get(f"{path}/table").text
    for person in (volunteer, served, unheard):
        assert person.first_name in table
    waiting = client.get(f"{path}/waiting").text
    assert unheard.full_name in waiting
    assert "1 volunteer is ready" in waiting


def test_people_of_one_cell_stand_beside_each_other_on_the_map(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=datetime.now(UTC))
    session.add(run)
    session.flush()
    for _pair in range(4):
        make_match(session, scheme=scheme, run_id=run.id)
    drawn = client.get(f"/desk/runs/{run.public_id}/map.json").json
    assert drawn is not None
    assert len({(point["lat"], point["lon"]) for point in drawn["points"]}) == 8
    assert any(place["name"] for place in drawn["places"])


def test_a_failed_run_says_that_nothing_was_changed(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.FAILED, created_at=datetime.now(UTC))
    session.add(run)
    session.flush()
    assert "Nothing was changed" in client.get(f"/desk/runs/{run.public_id}").text


def test_decided_proposals_leave_the_list_of_a_run(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=datetime.now(UTC))
    session.add(run)
    session.flush()
    make_match(session, scheme=scheme, run_id=run.id, state=MatchState.REJECTED)
    assert "All proposals are decided" in client.get(f"/desk/runs/{run.public_id}").text
