"""The page of a run's proposals, for a button that stood on it."""

from __future__ import annotations

from flask import request, url_for

from web.coordinator import proposal_list
from web.extensions import db
from web.queries.paging import Beside
from web.services import matches


def run_asked() -> str:
    """The run whose page the button stood on; empty on other pages."""
    return request.form.get("run", "")[:40]


def page(anchor: str, *, rejected: str | None = None, at: str | None = None) -> str:
    """The page of the run's proposals that the button stood on."""
    return url_for(
        "coordinator.run",
        public_id=run_asked(),
        page=Beside.read(request.form.get("page", "")),
        rejected=rejected,
        at=at,
        _anchor=anchor or "proposals",
        **proposal_list.kept(),
    )


def same_place(public_id: str) -> str:
    """Back to the proposals, at this one; elsewhere the page of the match."""
    if run_asked():
        return page(public_id)
    return url_for("coordinator.match", public_id=public_id)


def pair_named(public_id: str) -> str:
    match = matches.by_public_id(db.session(), public_id)
    return f"{match.volunteer.full_name} – {match.household.full_name}"
