"""Who may open which page. A page that nobody was named for stays closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from web import auth
from web.models.vocabulary import Role

View = TypeVar("View", bound=Callable[..., object])
ANYONE: frozenset[Role] = frozenset()
_OPEN_TO = "__open_to__"
_FRESH = "__fresh__"
_HOMES = {
    Role.ADMINISTRATOR: "administrator.operations",
    Role.COORDINATOR: "coordinator.today",
    Role.MEDIATOR: "colleagues.mediation",
    Role.PARTNER: "colleagues.referred",
    Role.READER: "coordinator.evaluation",
    Role.VOLUNTEER: "volunteer.home",
}


def anyone(view: View) -> View:
    """Open to people who are not signed in: a link's secret or a public page."""
    setattr(view, _OPEN_TO, ANYONE)
    return view


def allow(*roles: Role) -> Callable[[View], View]:
    """Open to these roles only."""

    def mark(view: View) -> View:
        setattr(view, _OPEN_TO, frozenset(roles))
        return view

    return mark


def freshly_signed_in(view: View) -> View:
    """What leaves as a file is given to who signed in within the hour; others do so again."""
    setattr(view, _FRESH, True)
    return view


def is_given_freshly(app: Flask, endpoint: str) -> bool:
    """Whether an endpoint asks for a sign-in within the hour."""
    return getattr(app.view_functions[endpoint], _FRESH, False)


def open_to(app: Flask, endpoint: str) -> frozenset[Role] | None:
    """The roles an endpoint is open to; `ANYONE` (empty) for all, None when nobody was named."""
    if endpoint == "static":
        return ANYONE
    roles: frozenset[Role] | None = getattr(app.view_functions[endpoint], _OPEN_TO, None)
    return roles


def enforce() -> Response | None:
    """Before each request: let in, ask to sign in, or refuse."""
    if request.endpoint is None:
        return None
    roles = open_to(current_app, request.endpoint)
    if roles is None:
        abort(404)
    if roles == ANYONE:
        return None
    if not current_user.is_authenticated:
        wanted = request.full_path if request.method == "GET" else None
        return redirect(url_for("public.sign_in", next=wanted))
    if current_user.party.role not in roles:
        abort(403)
    if is_given_freshly(current_app, request.endpoint) and not auth.is_fresh():
        return _sign_in_again()
    return None


def _sign_in_again() -> Response:
    """Then they are on the page whose button they pressed: one level above what it sends to."""
    above, filtered = request.path.rpartition("/")[0], request.query_string.decode()
    page = f"{above}?{filtered}" if filtered else above
    auth.sign_out()
    flash(_("Data about people leave only within an hour of signing in. Please sign in again."))
    return redirect(url_for("public.sign_in", next=page), 303)


def home_of(role: Role) -> str:
    """The first page of someone who has just signed in."""
    return url_for(_HOMES[role])
