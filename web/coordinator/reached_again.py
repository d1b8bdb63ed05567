"""Buttons beside a contact that nobody is reached at, and beside questions that were stopped."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import households, shared, volunteers
from web.coordinator.blueprint import blueprint
from web.errors import ErrorPage
from web.extensions import db
from web.models import Household, Volunteer
from web.models.vocabulary import Channel, Role
from web.services import households as household_services
from web.services import reached_again
from web.services import volunteers as volunteer_services
from web.services.errors import NotFound

QUESTIONS = "questions"


@blueprint.post("/volunteers/<public_id>/write-again")
@allow(Role.COORDINATOR)
def volunteer_write_again(public_id: str) -> ResponseReturnValue:
    who = volunteer_services.by_public_id(db.session(), public_id)
    return _again(who, url_for("coordinator.volunteer", public_id=public_id))


@blueprint.post("/households/<public_id>/write-again")
@allow(Role.COORDINATOR)
def household_write_again(public_id: str) -> ResponseReturnValue:
    who = household_services.by_public_id(db.session(), public_id)
    return _again(who, url_for("coordinator.household", public_id=public_id))


def _again(who: Volunteer | Household, page: str) -> ResponseReturnValue:
    what = request.form.get("what", "")
    return shared.act(
        lambda: _do(who, what),
        said=_("From now on we ask again.") if what == QUESTIONS else _("We write there again."),
        then=page,
        again=lambda problem: _shown(who, problem),
    )


def _do(who: Volunteer | Household, what: str) -> None:
    session, now = db.session(), shared.now()
    channel = shared.word_of(Channel, what)
    if channel is not None:
        reached_again.write_again(session, who, channel, actor=me(), now=now)
    elif what == QUESTIONS:
        reached_again.ask_again(session, who, actor=me(), now=now)
    else:
        raise NotFound


def _shown(who: Volunteer | Household, problem: ErrorPage) -> str:
    page = households if isinstance(who, Household) else volunteers
    return page.show(who.public_id, problem=problem)
