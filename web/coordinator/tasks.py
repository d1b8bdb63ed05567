"""One task: done, put off, or handed over to a colleague."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared, task_words, today
from web.coordinator.blueprint import blueprint
from web.coordinator.colleague_forms import HandOverForm, choices_of
from web.coordinator.forms import VersionForm
from web.coordinator.task_words import card_of
from web.errors import ErrorPage
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import queue, team
from web.services import tasks


@blueprint.get("/tasks/<public_id>")
@allow(Role.COORDINATOR)
def task(public_id: str) -> str:
    return _page(public_id)


@blueprint.post("/tasks/<public_id>/done")
@allow(Role.COORDINATOR)
def task_done(public_id: str) -> ResponseReturnValue:
    return _take(public_id, tasks.finish, then=today.here(just=public_id))


@blueprint.post("/tasks/<public_id>/snooze")
@allow(Role.COORDINATOR)
def task_snooze(public_id: str) -> ResponseReturnValue:
    days = request.form.get("days", type=int)
    if days not in today.SNOOZE_DAYS:
        days = today.SNOOZE_DAYS[0]
    until = shared.today() + timedelta(days=days)
    return _take(public_id, partial(tasks.snooze, until=until), then=today.here(just=public_id))


@blueprint.post("/tasks/<public_id>/undo")
@allow(Role.COORDINATOR)
def task_undo(public_id: str) -> ResponseReturnValue:
    """It is not done, or not put off, after all."""
    return _take(public_id, tasks.undo, said=_("It is back on the list."), then=today.here())


@blueprint.post("/tasks/<public_id>/hand-over")
@allow(Role.COORDINATOR)
def task_hand_over(public_id: str) -> ResponseReturnValue:
    session = db.session()
    found = tasks.by_public_id(session, public_id)
    colleagues = team.team(session, shared.today())
    form = HandOverForm(colleagues, me())
    if not form.validate():
        return _page(public_id, form=form), 422
    to = form.chosen(colleagues)
    return shared.act(
        lambda: tasks.hand_over(
            session,
            found,
            to,
            actor=me(),
            note=form.note.data or "",
            version=form.seen_version,
            now=shared.now(),
        ),
        said=_("Handed over to %(name)s.", name=to.full_name),
        then=today.here(),
        again=lambda problem: _page(public_id, form=form, problem=problem),
    )


def _take(
    public_id: str, step: Callable[..., None], *, then: str, said: str = ""
) -> ResponseReturnValue:
    """One step of a task as it was seen; what a colleague did meanwhile is told on its page."""
    session = db.session()
    found, seen = tasks.by_public_id(session, public_id), VersionForm().seen_version
    return shared.act(
        lambda: step(session, found, actor=me(), version=seen, now=shared.now()),
        said=said,
        then=then,
        again=lambda problem: _page(public_id, problem=problem),
    )


def _page(
    public_id: str, *, form: HandOverForm | None = None, problem: ErrorPage | None = None
) -> str:
    session, day = db.session(), shared.today()
    found = shared.found(queue.file_of(session, public_id, day))
    colleagues = team.team(session, day)
    form = form or HandOverForm(colleagues, me(), formdata=None)
    # Whoever sends it again has seen to whom it went meanwhile.
    form.version.data = str(found.task.version)
    return render_template(
        "coordinator/task.html",
        card=card_of(found.task, task_words.whose(found.held, colleagues, me())),
        task=found.task,
        form=form,
        may_undo=tasks.may_undo(found.task, shared.now()),
        may_hand_over=bool(choices_of(colleagues, but=me())),
        problem=problem,
        snooze_days=today.SNOOZE_DAYS,
        kept=today.kept(shared.page_asked()),
        today=day,
    )
