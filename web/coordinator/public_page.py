"""The scheme's public page, as its coordinators write it: in each language, tried before saved."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.campaigns import brought
from web.coordinator.public_page_forms import PublicTextForm
from web.errors import ErrorPage
from web.extensions import db
from web.messages.languages import STAFF_LANGUAGES, autonym
from web.models import Scheme
from web.models.vocabulary import Role
from web.queries import scheme_texts as queries
from web.services import scheme_texts as services
from web.services.errors import NotFound


@blueprint.get("/public-page")
@allow(Role.COORDINATOR)
def public_page() -> str:
    present = queries.newest(db.session(), _scheme().id, _language())
    return _page(PublicTextForm.of(present))


@blueprint.post("/public-page/preview")
@allow(Role.COORDINATOR)
def preview_public_page() -> ResponseReturnValue:
    """How it would look, with nothing saved."""
    form = PublicTextForm()
    good = form.validate()
    return _page(form, tried=good), 200 if good else 422


@blueprint.post("/public-page")
@allow(Role.COORDINATOR)
def save_public_page() -> ResponseReturnValue:
    form = PublicTextForm()
    if not form.validate():
        return _page(form), 422
    return shared.act(
        lambda: services.save(
            db.session(),
            _scheme(),
            _language(),
            about=form.about.data,
            contact=form.contact.data,
            actor=me(),
            version=form.seen_version or 0,
            now=shared.now(),
        ),
        said=_("Saved. Everybody reads it from now on."),
        then=url_for("coordinator.public_page", written_in=_language()),
        again=lambda problem: _page(form, problem=problem),
    )


def _page(form: PublicTextForm, *, tried: bool = False, problem: ErrorPage | None = None) -> str:
    history = queries.history(db.session(), _scheme().id, _language())
    if problem is not None:
        # Whoever saves again has seen the text that came between.
        form.version.data = str(history[0].version)
    return render_template(
        "coordinator/public_page.html",
        form=form,
        history=history,
        tried=tried,
        problem=problem,
        brought=brought(),
        written_in=_language(),
        languages=[(tag, autonym(tag)) for tag in STAFF_LANGUAGES],
    )


def _language() -> str:
    wanted = request.args.get("written_in", _scheme().language)
    if wanted not in STAFF_LANGUAGES:
        raise NotFound
    return wanted


def _scheme() -> Scheme:
    return shared.found(current_scheme())
