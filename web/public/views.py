"""The pages that anybody may read."""

from __future__ import annotations

from flask import Response, abort, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from config.settings import Settings
from web.access import anyone
from web.auth import current_scheme
from web.extensions import db
from web.forms import came_by
from web.messages.colours import readable, style_sheet
from web.messages.languages import HOUSEHOLD_LANGUAGES, with_territory
from web.models import Scheme
from web.public.blueprint import blueprint
from web.public.paths import local
from web.services import campaigns, logos, scheme_texts, schemes, share_cards


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
    """Read on in another language, on a page without a form (forms/reading_on.py)."""
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


@blueprint.get("/<scheme_slug>/logo/<name>/<size>.webp")
@anyone
def logo(scheme_slug: str, name: str, size: str) -> ResponseReturnValue:
    """A scheme's logo. Another picture has another name, so a browser may keep this for good."""
    picture = logos.picture(db.session(), schemes.by_slug(db.session(), scheme_slug), name, size)
    response = Response(picture, mimetype="image/webp")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@blueprint.get("/<scheme_slug>/card.png")
@anyone
def share_card(scheme_slug: str) -> ResponseReturnValue:
    """What stands beside a link to the scheme's page where people share it."""
    session = db.session()
    scheme = schemes.by_slug(session, scheme_slug)
    picture = share_cards.draw(session, scheme, readable(scheme.accent))
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def _page_of(scheme: Scheme) -> str:
    text = scheme_texts.shown(db.session(), scheme, str(get_locale()))
    word = campaigns.known(db.session(), scheme.id, came_by())
    came_from = {"from": word} if word else {}
    settings: Settings = current_app.config["PALIER"]
    return render_template(
        "public/scheme.html",
        scheme=scheme,
        text=text,
        came_from=came_from,
        site=settings.base_url,
        shared_in=with_territory(str(get_locale())),
    )
