"""A page that shows what is most sensitive says who opened it, before anybody sees it."""

from __future__ import annotations

from flask import request

from web.auth import me
from web.coordinator import shared
from web.extensions import db
from web.models import Household, Volunteer
from web.queries.looks import look_at
from web.services import persons
from web.transactions import beside


def note(person: Volunteer | Household, *, is_noted: bool) -> None:
    """Write down that this colleague opens the file of somebody, if it holds such things."""
    look = look_at(person)
    if not look or is_noted:
        return
    if request.method == "POST":
        persons.record(db.session(), person, me(), look, shared.now())
        return
    # What is opened only reads; on SQLite it could not write once another has written meanwhile.
    with beside() as own:
        persons.record(own, person, me(), look, shared.now())
