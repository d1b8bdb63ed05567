"""What a family said by phone, on paper or in person, entered for them."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.said_form import SaidForm
from web.errors import ErrorPage
from web.extensions import db
from web.models.vocabulary import Role
from web.services import households, said_for


@blueprint.route("/households/<public_id>/said", methods=["GET", "POST"])
@allow(Role.COORDINATOR)
def household_said(public_id: str) -> ResponseReturnValue:
    session, now = db.session(), shared.now()
    household = households.by_public_id(session, public_id)
    form = SaidForm(said_for.what_is_open(session, household, now))
    if request.method == "GET":
        return _page(public_id, form)
    if not form.validate():
        return _page(public_id, form), 422
    return shared.act(
        lambda: said_for.enter(session, household, form.said, heard=form.how, actor=me(), now=now),
        said=_("Entered for the family."),
        then=url_for("coordinator.household", public_id=public_id),
        again=lambda problem: _page(public_id, form, problem),
    )


def _page(public_id: str, form: SaidForm, problem: ErrorPage | None = None) -> str:
    household = households.by_public_id(db.session(), public_id)
    return render_template("coordinator/said.html", household=household, form=form, problem=problem)
