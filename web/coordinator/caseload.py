"""Whose caseload a household is."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import households, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.colleague_forms import CaseloadForm
from web.errors import ErrorPage
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import team
from web.services import caseload as services
from web.services import households as households_services


@blueprint.post("/households/<public_id>/coordinator")
@allow(Role.COORDINATOR)
def household_coordinator(public_id: str) -> ResponseReturnValue:
    session = db.session()
    household = households_services.by_public_id(session, public_id)
    colleagues = team.team(session, shared.today())
    form = CaseloadForm(colleagues)
    if not form.validate():
        return households.show(public_id, caseload=form), 422
    to = form.chosen(colleagues)

    def again(problem: ErrorPage) -> str:
        form.look(households_services.by_public_id(session, public_id), colleagues)
        return households.show(public_id, caseload=form, problem=problem)

    return shared.act(
        lambda: services.entrust(session, household, to, me(), shared.now(), seen=form.seen.data),
        said=_("%(name)s is the coordinator now.", name=to.full_name)
        if to
        else _("Nobody is the coordinator now."),
        then=url_for("coordinator.household", public_id=public_id),
        again=again,
    )
