"""What a family told us by its link and what waits for somebody to read it."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import me
from web.coordinator import households, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.models.vocabulary import Role
from web.services import told_changes


@blueprint.post("/told/<public_id>/take")
@allow(Role.COORDINATOR)
def told_take(public_id: str) -> ResponseReturnValue:
    return _settle(public_id, take=True, said=_("Noted."))


@blueprint.post("/told/<public_id>/drop")
@allow(Role.COORDINATOR)
def told_drop(public_id: str) -> ResponseReturnValue:
    return _settle(public_id, take=False, said=_("Nothing was changed."))


def _settle(public_id: str, *, take: bool, said: str) -> ResponseReturnValue:
    session = db.session()
    change = told_changes.by_public_id(session, public_id)
    whose = change.household.public_id
    return shared.act(
        lambda: told_changes.settle(session, change, take=take, actor=me(), now=shared.now()),
        said=said,
        then=url_for("coordinator.household", public_id=whose),
        again=lambda problem: households.show(whose, problem=problem),
    )
