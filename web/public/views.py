"""The pages that anybody may read."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from web.access import anyone
from web.auth import current_scheme
from web.extensions import db
from web.forms import campaign_asked
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.models import Scheme
from web.public.blueprint import blueprint
from web.public.paths import local
from web.public.theme import style_sheet
from web.services import scheme_texts, schemes


@blueprint.get("/")
@anyone
def home() -> ResponseReturnValue:
    """The scheme of this visitor or installation, else the schemes to choose from."""
    scheme = current_scheme()
    if scheme is not None:
        return _page_of(scheme)
    return render_template("public/schemes.html", schemes=schemes.every(db.session()))


@blueprint.get("/<scheme_slug>/")
@anyone
def scheme(scheme_slug: str) -> ResponseReturnValue:
    """What this scheme is, in plain words."""
    return _page_of(schemes.by_slug(db.session(), scheme_slug))


@blueprint.get("/language/<tag>")
@anyone
def set_language(tag: str) -> ResponseReturnValue:
    """Read on in another language; what was typed is put back by keep.js."""
    if tag not in HOUSEHOLD_LANGUAGES:
        abort(404)
    session["language"] = tag
    return redirect(local(request.args.get("next")) or url_for("public.home"))


@blueprint.get("/theme/<slug>.css")
@anyone
def theme(slug: str) -> ResponseReturnValue:
    """A scheme's colours."""
    text = style_sheet(schemes.by_slug(db.session(), slug).accent)
    response = Response(text, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _page_of(scheme: Scheme) -> str:
    text = scheme_texts.shown(db.session(), scheme, str(get_locale()))
    campaign = campaign_asked()
    came_from = {"from": campaign.value} if campaign else {}
    return render_template("public/scheme.html", scheme=scheme, text=text, came_from=came_from)
