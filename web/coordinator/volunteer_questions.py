"""Asking volunteers for the one change that would let them meet a household that waits."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.errors import ErrorPage
from web.extensions import db
from web.messages import volunteer_questions as words
from web.messages.explanations import distance_in_words
from web.models.vocabulary import Role
from web.services import change_questions, households
from web.services import volunteer_questions as services


@blueprint.get("/households/<public_id>/volunteers")
@allow(Role.COORDINATOR)
def ask_volunteers(public_id: str) -> str:
    return _page(public_id)


@blueprint.post("/households/<public_id>/volunteers")
@allow(Role.COORDINATOR)
def send_to_volunteers(public_id: str) -> ResponseReturnValue:
    household = households.by_public_id(db.session(), public_id)
    read, chosen = request.form.get("read", ""), request.form.getlist("who")
    return shared.act(
        lambda: services.ask(db.session(), household, read, chosen, actor=me(), now=shared.now()),
        said=_("The questions are on their way. A yes changes the volunteer by itself."),
        then=url_for("coordinator.ask_volunteers", public_id=public_id),
        again=lambda problem: _page(public_id, problem, chosen),
    )


def _page(
    public_id: str, problem: ErrorPage | None = None, chosen: Sequence[str] | None = None
) -> str:
    """`chosen` were ticked when it was sent; at first everybody is."""
    session, now = db.session(), shared.now()
    household = households.by_public_id(session, public_id)
    found = services.outlook(session, household, now)
    # Where nobody is left to ask, the page leads on to what else may help.
    family = None if found.askable else change_questions.outlook(session, household, now)
    return render_template(
        "coordinator/ask_volunteers.html",
        household=household,
        found=found,
        may_ask_family=family is not None and family.may_ask,
        question=words.question,
        distance=distance_in_words,
        problem=problem,
        chosen=chosen,
    )
