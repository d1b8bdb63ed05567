"""How the scheme looks: its colour and its logo, on its pages and its letters."""

from __future__ import annotations

from collections.abc import Callable

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow
from web.auth import current_scheme, me
from web.coordinator import shared
from web.coordinator.blueprint import blueprint
from web.coordinator.look_forms import ColourForm, LogoForm
from web.errors import ErrorPage
from web.extensions import db
from web.messages import colours
from web.models import Scheme
from web.models.vocabulary import Role
from web.services import logos, schemes


@blueprint.get("/look")
@allow(Role.COORDINATOR)
def look() -> str:
    return _page()


@blueprint.post("/look/colour")
@allow(Role.COORDINATOR)
def look_colour() -> ResponseReturnValue:
    form = ColourForm()
    if not form.validate():
        return _page(colour=form), 422
    return _act(
        lambda: schemes.set_accent(db.session(), _scheme(), form.colour),
        _("Saved. Everybody sees the colour within a few minutes."),
    )


@blueprint.post("/look/logo")
@allow(Role.COORDINATOR)
def look_logo() -> ResponseReturnValue:
    form = LogoForm()
    if not form.validate():
        return _page(logo=form), 422
    return _act(
        lambda: logos.save(
            db.session(), _scheme(), form.drawn, form.alt.data, actor=me(), now=shared.now()
        ),
        _("Saved. Everybody sees the logo from now on."),
    )


@blueprint.post("/look/logo/remove")
@allow(Role.COORDINATOR)
def look_without_logo() -> ResponseReturnValue:
    return _act(lambda: logos.remove(db.session(), _scheme()), _("The logo is removed."))


def _act(do: Callable[[], None], said: str) -> ResponseReturnValue:
    then = url_for("coordinator.look")
    return shared.act(do, said=said, then=then, again=lambda problem: _page(problem=problem))


def _page(
    *,
    colour: ColourForm | None = None,
    logo: LogoForm | None = None,
    problem: ErrorPage | None = None,
) -> str:
    accent = (colour and colour.colour) or _scheme().accent
    return render_template(
        "coordinator/look.html",
        colour_form=colour or ColourForm(formdata=None, data={"accent": _scheme().accent}),
        logo_form=logo or LogoForm(formdata=None, data={"alt": _scheme().logo_alt}),
        light=colours.readable(accent),
        dark=colours.readable_in_the_dark(accent),
        problem=problem,
    )


def _scheme() -> Scheme:
    return shared.found(current_scheme())
