"""Tasks between colleagues on the desk: whose they are, and how they are handed over."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_staff, make_task, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import Scheme, Staff

NOTE = "Only after five, she works."


def seen(page: str) -> str:
    """The stamp that the page's list asks with."""
    found = re.search(r"seen=(\w+)", page)
    assert found
    return found[1]


def test_the_second_on_a_task_is_told_who_saw_to_it(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, colleague: Client
) -> None:
    task = make_task(session, scheme)
    client.press(f"/desk/tasks/{task.public_id}/done")
    for deed in ("done", "snooze"):
        answer = colleague.press(f"/desk/tasks/{task.public_id}/{deed}", days="7")
        assert answer.status_code == 409
        assert f"{coordinator.full_name} saw to this on" in answer.text
    assert (
        f"{coordinator.full_name} saw to this" in client.get(f"/desk/tasks/{task.public_id}").text
    )
    assert task.done_by_id == coordinator.id


def test_a_task_is_handed_over_with_a_note(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    bea: Staff,
    colleague: Client,
) -> None:
    make_task(session, scheme, created_at=datetime.now(UTC) - timedelta(days=3))
    task = make_task(session, scheme)
    path = f"/desk/tasks/{task.public_id}"
    answer = client.fill(f"{path}?whose=all", colleague=bea.public_id, note=NOTE)
    assert answer.location == "/desk/?whose=all"
    assert task.public_id not in client.get("/desk/").text
    everybodys = client.get("/desk/?whose=all").text
    assert task.public_id in everybodys
    assert f"With {bea.full_name}" in everybodys
    theirs = colleague.get("/desk/").text
    first = re.search(r'id="task-([^"]+)"', theirs)
    assert first is not None
    assert first[1] == task.public_id
    assert f"Handed over by {coordinator.full_name}" in theirs
    assert NOTE in theirs


@pytest.mark.parametrize("to", ["", "nobody", "a volunteer", "of another scheme"])
def test_a_task_goes_to_a_coordinator_of_the_scheme_only_and_the_note_is_kept(
    to: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff, bea: Staff
) -> None:
    task = make_task(session, scheme)
    others = {
        "a volunteer": make_volunteer(session, scheme=scheme).public_id,
        "of another scheme": make_staff(session).public_id,
    }
    path = f"/desk/tasks/{task.public_id}/hand-over"
    answer = client.press(path, colleague=others.get(to, to), note=NOTE)
    assert answer.status_code == 422
    assert 'id="colleague-error"' in answer.text
    assert NOTE in answer.text
    assert task.held_by_id is None


@pytest.mark.parametrize("deed", ["done", "snooze"])
def test_who_acts_on_a_task_that_was_handed_over_meanwhile_is_told_and_its_new_holder_keeps_it(
    deed: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    bea: Staff,
    colleague: Client,
) -> None:
    cem = make_staff(session, scheme=scheme, first_name="Cem")
    task = make_task(session, scheme)
    path = f"/desk/tasks/{task.public_id}"
    assert f'name="version" value="{task.version}"' in colleague.get("/desk/").text
    client.press(f"{path}/hand-over", colleague=cem.public_id, version="1", note="Please today.")
    answer = colleague.press(f"{path}/{deed}", version="1", days="30")
    assert answer.status_code == 409
    assert f"{coordinator.full_name} handed this over to {cem.full_name}" in answer.text
    assert f"With {cem.full_name}" in answer.text
    assert (task.done_at, task.snoozed_until) == (None, None)
    # Who has seen that may put it off; its holder reads who did.
    colleague.press(f"{path}/snooze", version=str(task.version), days="30")
    assert f"by {bea.full_name} on" in client.get(path).text


def test_a_hand_over_from_a_stale_page_is_refused_and_its_note_kept(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    bea: Staff,
    colleague: Client,
) -> None:
    task = make_task(session, scheme)
    path = f"/desk/tasks/{task.public_id}/hand-over"
    client.press(path, colleague=bea.public_id, version="1")
    answer = colleague.press(path, colleague=coordinator.public_id, version="1", note=NOTE)
    assert answer.status_code == 409
    assert f"{coordinator.full_name} handed this over to {bea.full_name}" in answer.text
    assert NOTE in answer.text
    assert task.held_by_id == bea.id
    # Whoever sends it again has seen that.
    again = colleague.press(path, colleague=coordinator.public_id, version="2", note=NOTE)
    assert again.status_code == 303
    assert task.held_by_id == coordinator.id


def test_the_list_answers_nothing_while_nothing_changes(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_task(session, scheme)
    page = client.get("/desk/").text
    with counting(engine) as statements:
        answer = client.get(f"/desk/queue?seen={seen(page)}")
    assert (answer.status_code, answer.text) == (204, "")
    assert len(statements.sent) <= 5
    new = make_task(session, scheme)
    answer = client.get(f"/desk/queue?seen={seen(page)}")
    assert answer.headers["X-Queue"]
    assert "<html" not in answer.text
    assert f'id="task-{new.public_id}"' in answer.text
    assert "there are 2 tasks now" in answer.text
    assert client.get(f"/desk/queue?seen={seen(answer.text)}").status_code == 204


def test_newer_evidence_is_a_change_too(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    task = make_task(session, scheme, evidence={"met": True})
    page = client.get("/desk/").text
    task.evidence = {"met": False}
    assert "They have not met." in client.get(f"/desk/queue?seen={seen(page)}").text


def test_a_nonsense_filter_is_ones_own(client: Client, coordinator: Staff, bea: Staff) -> None:
    page = client.get("/desk/?whose=yours").text
    assert re.search(r'whose=mine#tasks" aria-current="page"', page)


def test_who_is_alone_is_asked_for_no_colleague(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    task = make_task(session, scheme)
    page = client.get("/desk/").text
    assert "Everybody's" not in page.replace("&#39;", "'")
    assert "Hand over" not in page
    assert "only coordinator" in client.get(f"/desk/tasks/{task.public_id}").text
    assert "only coordinator" in client.get("/desk/absences").text


def test_a_household_is_given_to_a_coordinator_on_its_page(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, bea: Staff
) -> None:
    family = make_household(session, scheme=scheme)
    path = f"/desk/households/{family.public_id}"
    assert client.press(f"{path}/coordinator", coordinator=bea.public_id).location == path
    assert family.coordinator_id == bea.id
    stranger = make_staff(session).public_id
    refused = client.press(f"{path}/coordinator", coordinator=stranger)
    assert refused.status_code == 422
    assert 'id="coordinator-error"' in refused.text
    client.press(f"{path}/coordinator", coordinator="")
    assert family.coordinator_id is None


def test_the_second_who_gives_a_household_away_is_told_who_was_first(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    bea: Staff,
    colleague: Client,
) -> None:
    family = make_household(session, scheme=scheme)
    cem = make_staff(session, scheme=scheme, first_name="Cem")
    path = f"/desk/households/{family.public_id}/coordinator"
    client.press(path, coordinator=cem.public_id, seen="")
    answer = colleague.press(path, coordinator=bea.public_id, seen="")
    assert answer.status_code == 409
    assert f"{coordinator.full_name} made {cem.full_name} the coordinator on" in answer.text
    assert f'<option selected value="{bea.public_id}">' in answer.text
    assert family.coordinator_id == cem.id
    # Whoever sends it again has seen that, and two who choose the same agree.
    assert f'name="seen" type="hidden" value="{cem.public_id}"' in answer.text
    for browser in (colleague, client):
        answer = browser.press(path, coordinator=bea.public_id, seen=cem.public_id)
        assert answer.status_code == 303
    assert family.coordinator_id == bea.id


def test_a_household_of_who_left_the_staff_is_nobodys_and_can_be_given_away(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, bea: Staff
) -> None:
    gone = make_staff(session, scheme=scheme, active=False)
    family = make_household(session, scheme=scheme, coordinator_id=gone.id)
    page = client.get(f"/desk/households/{family.public_id}").text
    assert 'name="seen" type="hidden" value=""' in page
    path = f"/desk/households/{family.public_id}/coordinator"
    assert client.press(path, coordinator=bea.public_id, seen="").status_code == 303
    assert family.coordinator_id == bea.id
