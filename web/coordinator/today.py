"""What needs me today, kept fresh while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.access import allow
from web.auth import me
from web.coordinator import shared, task_words
from web.coordinator.blueprint import blueprint
from web.coordinator.task_words import card_of
from web.errors import ErrorPage
from web.extensions import db
from web.models import Match
from web.models.vocabulary import Role
from web.queries import desk, queue, team
from web.queries.paging import Beside
from web.queries.queue import Whose
from web.services import tasks

SNOOZE_DAYS = (1, 7, 30)


@blueprint.get("/")
@allow(Role.COORDINATOR)
def today() -> str:
    return show()


@blueprint.get("/queue")
@allow(Role.COORDINATOR)
def task_queue() -> ResponseReturnValue:
    """The tasks alone, asked for again and again by `queue.js`: nothing when nothing changed."""
    stamp = queue.stamp(db.session(), whose(), me(), shared.today(), shared.page_asked())
    if stamp == request.args.get("seen"):
        return "", 204
    answer = make_response(render_template("coordinator/_queue.html", **_found()))
    # Whoever was signed out meanwhile is answered with another page, which has no place here.
    answer.headers["X-Queue"] = "1"
    return answer


def show(*, problem: ErrorPage | None = None) -> str:
    # The numbers beside the desk's places are among them.
    figures = desk.figures(db.session(), shared.today(), me())
    g.desk_counts = figures.counts
    unanswered = desk.unanswered(db.session())
    meetings = desk.first_meetings(db.session(), shared.now())
    return render_template(
        "coordinator/today.html",
        **_found([*unanswered, *meetings]),
        meetings=meetings,
        unanswered=unanswered,
        longest_waiting=desk.longest_waiting(db.session()),
        counts=figures.counts,
        figures=figures,
        problem=problem,
        just=_just(),
        me=me(),
        now=shared.now(),
    )


def whose() -> Whose:
    """Which tasks are looked at; nonsense is one's own."""
    return shared.word_of(Whose, request.args.get("whose")) or Whose.MINE


def here(just: str | None = None) -> str:
    """The page that was looked at, with its filter; `just` is the task that left it just now."""
    return url_for("coordinator.today", **kept(shared.page_asked()), just=just)


def kept(page: Beside | None) -> dict[str, Any]:
    """What the address of this page of tasks says, and those of its buttons; nothing usual."""
    shown = {"whose": "" if whose() is Whose.MINE else whose(), "page": page or ""}
    return {word: str(value) for word, value in shown.items() if value}


def _just() -> dict[str, object] | None:
    """The task that I have just seen to or put off, as long as that can be undone."""
    public_id = request.args.get("just", "")[:40]
    found = queue.file_of(db.session(), public_id, shared.today()) if public_id else None
    if found is None:
        return None
    task = found.task
    mine = me().id == (task.done_by_id if task.done_at else task.snoozed_by_id)
    if not mine or not (tasks.may_undo(task, shared.now()) or task.is_put_off(shared.today())):
        return None
    return {"task": task, "title": card_of(task).title}


def _found(also: Sequence[Match] = ()) -> dict[str, object]:
    """What the tasks are shown with, on the page and by themselves."""
    session, day = db.session(), shared.today()
    found = desk.tasks(session, whose(), me(), day, shared.page_asked(), also)
    colleagues = team.team(session, day)
    return {
        "found": found,
        "cards": [
            card_of(task, task_words.whose(found.queue.holders[task.id], colleagues, me()))
            for task in found.queue.page.rows
        ],
        "colleagues": colleagues,
        "whose": whose(),
        "kept": kept(found.queue.page.here),
        "snooze_days": SNOOZE_DAYS,
        "today": day,
    }
