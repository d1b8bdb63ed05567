"""Whoever has more tasks than a page holds gets at all of them, and keeps their place."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.factories import make_staff, make_task, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import Scheme, Staff, Task
from web.queries.queue import TASKS_A_PAGE

# What lies beyond a task is a matter of the database.
pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

NUMBER = 60
_TASK = re.compile(r'<h3 id="task-([\w-]+)"')
_BESIDE = re.compile(r'rel="(prev|next)" href="([^"]+)"')
_FRESH = re.compile(r'id="queue" hx-get="([^"]+)"')


@pytest.fixture
def tasks(session: Session, scheme: Scheme, coordinator: Staff) -> list[Task]:
    """In the order of the list; three of each day, and two that a colleague handed over."""
    colleague = make_staff(session, scheme=scheme)
    now = datetime.now(UTC)
    made = [
        make_task(
            session,
            scheme,
            party=make_volunteer(session, scheme=scheme),
            created_at=now - timedelta(days=NUMBER - number // 3),
        )
        for number in range(NUMBER)
    ]
    handed = made[40], made[50]
    for task in handed:
        task.held_by_id, task.handed_by_id, task.handed_at = coordinator.id, colleague.id, now
    session.flush()
    return [*handed, *(task for task in made if task not in handed)]


def _shown(page: str) -> list[str]:
    return _TASK.findall(page)


def _beside(page: str) -> dict[str, str]:
    return {way: unescape(href) for way, href in _BESIDE.findall(page)}


def _through(client: Client, address: str, way: str) -> list[list[str]]:
    page = client.get(address).text
    pages = [_shown(page)]
    while following := _beside(page).get(way):
        page = client.get(following).text
        pages.append(_shown(page))
    return pages


def _last(client: Client) -> str:
    address = "/desk/"
    while following := _beside(client.get(address).text).get("next"):
        address = following
    return address


@pytest.mark.parametrize("whose", ["mine", "all"])
def test_every_task_is_reached_once_and_back_again(
    client: Client, tasks: list[Task], whose: str
) -> None:
    first = tasks if whose == "mine" else sorted(tasks, key=lambda task: (task.created_at, task.id))
    names = [task.public_id for task in first]
    pages = _through(client, f"/desk/?whose={whose}", "next")
    assert [name for rows in pages for name in rows] == names
    assert [len(rows) for rows in pages] == [25, 25, 10]
    last = names[2 * TASKS_A_PAGE - 1]
    assert _through(client, f"/desk/?whose={whose}&page=after.{last}", "prev") == pages[::-1]


@pytest.mark.parametrize("place", [0, 1, TASKS_A_PAGE - 1])
@pytest.mark.parametrize("deed", ["done", "snooze"])
def test_what_is_settled_meanwhile_hides_no_other_and_shows_none_twice(
    client: Client, tasks: list[Task], deed: str, place: int
) -> None:
    names = [task.public_id for task in tasks]
    page = client.get("/desk/").text
    client.press(f"/desk/tasks/{names[place]}/{deed}", version="1")
    pages = _through(client, _beside(page)["next"], "next")
    assert [*_shown(page), *(name for rows in pages for name in rows)] == names


@pytest.mark.parametrize("deed", ["done", "snooze"])
def test_who_settles_a_task_stays_on_its_page_and_undoes_it_there(
    client: Client, tasks: list[Task], deed: str
) -> None:
    names = [task.public_id for task in tasks]
    second = _beside(client.get("/desk/?whose=mine").text)["next"]
    settled = names[TASKS_A_PAGE + 3]
    page = client.get(second).text
    (button,) = re.findall(rf'action="([^"]*/tasks/{settled}/{deed}[^"]*)"', page)
    answer = client.press(unescape(button), version="1")
    page = client.get(answer.location).text
    expected = [name for name in names[TASKS_A_PAGE:] if name != settled][:TASKS_A_PAGE]
    assert _shown(page) == expected
    (undo,) = re.findall(r'action="([^"]*/undo[^"]*)"', page)
    back = client.press(unescape(undo), version="2" if deed == "snooze" else "1")
    assert _shown(client.get(back.location).text) == names[TASKS_A_PAGE : 2 * TASKS_A_PAGE]


def test_the_page_looked_at_is_the_one_that_is_kept_fresh(
    client: Client, tasks: list[Task]
) -> None:
    last = client.get(_last(client)).text
    (fresh,) = map(unescape, _FRESH.findall(last))
    assert client.get(fresh).status_code == 204
    gone = _shown(last)[0]
    client.press(f"/desk/tasks/{gone}/done", version="1")
    assert _shown(client.get(fresh).text) == _shown(last)[1:]


def test_a_page_with_nothing_left_on_it_is_the_first(
    client: Client, session: Session, tasks: list[Task]
) -> None:
    last = _last(client)
    for name in _shown(client.get(last).text):
        client.press(f"/desk/tasks/{name}/done", version="1")
    assert _shown(client.get(last).text) == [task.public_id for task in tasks[:TASKS_A_PAGE]]
    nobody = client.get(f"/desk/?page=after.{'A' * 22}").text
    assert _shown(nobody) == [task.public_id for task in tasks[:TASKS_A_PAGE]]


def test_a_page_further_on_takes_as_few_queries(
    engine: Engine, client: Client, tasks: list[Task]
) -> None:
    second = _beside(client.get("/desk/").text)["next"]
    settled = client.press(
        second.replace("/desk/", f"/desk/tasks/{tasks[30].public_id}/done"), version="1"
    ).location
    for address in (second, settled):
        with counting(engine) as statements:
            assert client.get(address).status_code == 200
        assert len(statements.sent) <= 12, address
