"""A scheme's own codes: one for each poster, article or stall, what it brought, and its poster."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import campaign_list, lists, shared
from web.coordinator.blueprint import blueprint
from web.coordinator.campaign_list import address_of
from web.coordinator.letters import code_of
from web.errors import ErrorPage
from web.extensions import db
from web.forms import NameField, Needed, WordedForm
from web.messages import recruiting
from web.messages.languages import STAFF_LANGUAGES, autonym
from web.models import Scheme
from web.models.vocabulary import Campaign, Role
from web.services import campaigns as services


class CodeForm(WordedForm):
    name = NameField(_l("For what"), [Needed()])
    channel = SelectField(_l("From where"), validators=[Needed()])

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        known = [(one.value, recruiting.campaign_name(one)) for one in Campaign]
        self.channel.choices = [("", "–"), *known]


@blueprint.get("/campaigns")
@allow(Role.COORDINATOR)
def campaign_codes() -> str:
    return _page(CodeForm(formdata=None))


@blueprint.post("/campaigns")
@allow(Role.COORDINATOR)
def make_campaign_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate():
        return _page(form), 422
    channel = Campaign(form.channel.data)
    return shared.act(
        lambda: services.make(
            db.session(), _scheme(), form.name.data, channel, actor=me(), now=shared.now()
        ),
        said=_("The code is there. Give its address, or print its poster."),
        then=url_for("coordinator.campaign_codes"),
        again=lambda problem: _page(form, problem),
    )


@blueprint.get("/campaigns/<public_id>/poster")
@allow(Role.COORDINATOR)
def campaign_poster(public_id: str) -> str:
    """To print, in each language of the volunteers."""
    code = services.by_public_id(db.session(), public_id)
    wanted = request.args.get("in", _scheme().language)
    written_in = wanted if wanted in STAFF_LANGUAGES else STAFF_LANGUAGES[0]
    with force_locale(written_in):
        words = recruiting.campaign_poster()
    return render_template(
        "coordinator/campaign_poster.html",
        code=code,
        words=words,
        address=address_of(code),
        drawn=code_of(address_of(code)),
        written_in=written_in,
        languages=[(tag, autonym(tag)) for tag in STAFF_LANGUAGES],
    )


def _page(form: CodeForm, problem: ErrorPage | None = None) -> str:
    wanted = campaign_list.wanted()
    rows = campaign_list.rows_of(wanted)
    return render_template(
        "coordinator/campaign_codes.html",
        form=form,
        rows=[row for row in rows if row.code.retired_at is None],
        retired=[row for row in rows if row.code.retired_at],
        problem=problem,
        sources=[(one.value, recruiting.campaign_name(one)) for one in Campaign],
        **lists.remembered(wanted, campaign_list.kept(wanted)),
    )


def _scheme() -> Scheme:
    return shared.found(current_scheme())
