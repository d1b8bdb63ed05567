"""The search box at the head of the desk, and what it finds."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.access import allow
from web.coordinator import lists, sealed, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.models.vocabulary import Role
from web.queries import search as queries
from web.queries.search import Kind
from web.services import searching


@blueprint.post("/search")
@allow(Role.COORDINATOR)
def search_for() -> ResponseReturnValue:
    """What was typed goes on in an address that does not show it."""
    typed = lists.tidy(request.form.get("q", ""))
    return redirect(url_for("coordinator.search", q=sealed.seal(typed) if typed else None), 303)


@blueprint.get("/search")
@allow(Role.COORDINATOR)
def search() -> str:
    token = request.args.get("q", "")
    typed = sealed.opened(token)
    return render_template(
        "coordinator/search.html",
        typed=typed,
        token=token,
        kind=shared.word_of(Kind, request.args.get("kind")),
        found=_found(typed) if typed else None,
    )


def _found(typed: str) -> queries.Found:
    kind = shared.word_of(Kind, request.args.get("kind"))
    asked = searching.read(typed)
    if kind is None:
        return queries.everything(db.session(), asked)
    return queries.of_kind(db.session(), asked, kind, shared.page_asked())
