"""One code of the scheme's own: called otherwise, retired, or used again."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from web.access import allow
from web.auth import me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.campaign_list import address_of
from web.errors import ErrorPage
from web.extensions import db
from web.forms import NameField, Needed, WordedForm
from web.messages.recruiting import campaign_name
from web.models.vocabulary import Role
from web.services import campaigns as services


class RenameForm(WordedForm):
    name = NameField(_l("For what"), [Needed()])
    # Its name on the page, so that a colleague's is not replaced unseen.
    seen = HiddenField()


@blueprint.get("/campaigns/<public_id>")
@allow(Role.COORDINATOR)
def campaign_code(public_id: str) -> str:
    return _page(public_id)


@blueprint.post("/campaigns/<public_id>")
@allow(Role.COORDINATOR)
def rename_campaign_code(public_id: str) -> ResponseReturnValue:
    session, form = db.session(), RenameForm()
    code = services.by_public_id(session, public_id)
    if not form.validate():
        return _page(public_id, form), 422

    def again(problem: ErrorPage) -> str:
        form.name.errors = [problem.what]
        # Whoever sends it again has seen what it is called by now.
        form.seen.data = services.by_public_id(session, public_id).name
        return _page(public_id, form)

    return shared.act(
        lambda: services.rename(
            session, code, form.name.data, seen=form.seen.data, actor=me(), now=shared.now()
        ),
        said=_("Saved."),
        then=url_for("coordinator.campaign_codes"),
        again=again,
    )


@blueprint.post("/campaigns/<public_id>/retire")
@allow(Role.COORDINATOR)
def retire_campaign_code(public_id: str) -> ResponseReturnValue:
    said = _("Retired. It stands below the codes that you use.")
    return _pressed(public_id, services.retire, said)


@blueprint.post("/campaigns/<public_id>/take-up")
@allow(Role.COORDINATOR)
def take_up_campaign_code(public_id: str) -> ResponseReturnValue:
    return _pressed(public_id, services.take_up, _("It is used again."))


def _pressed(public_id: str, do: Callable[..., None], said: str) -> ResponseReturnValue:
    session = db.session()
    code = services.by_public_id(session, public_id)
    return shared.act(
        lambda: do(session, code, actor=me(), now=shared.now()),
        said=said,
        then=url_for("coordinator.campaign_codes"),
        again=lambda problem: _page(public_id, problem=problem),
    )


def _page(public_id: str, form: RenameForm | None = None, problem: ErrorPage | None = None) -> str:
    code = services.by_public_id(db.session(), public_id)
    return render_template(
        "coordinator/campaign_code.html",
        code=code,
        channel=campaign_name(code.channel),
        address=address_of(code),
        form=form or RenameForm(formdata=None, data={"name": code.name, "seen": code.name}),
        problem=problem,
    )
