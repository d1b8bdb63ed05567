"""A volunteer's dates: as a list, as files, and as a private address for a calendar program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from web.access import allow, anyone
from web.auth import current_scheme, enter_scheme
from web.delivery import post_office
from web.extensions import db, limiter
from web.messages.calendar import Entry, file_of
from web.messages.languages import language_of
from web.models.vocabulary import Role
from web.queries import own_dates
from web.queries.own_dates import Dated, DatedKind
from web.services import calendars, clock, links, schemes
from web.services.errors import NotFound
from web.services.links import Purpose
from web.volunteer.blueprint import blueprint
from web.volunteer.views import myself

# A program asks a few times a day; several behind one address are fine.
OFTEN = "120 per hour"


@blueprint.get("/calendar")
@allow(Role.VOLUNTEER)
def calendar() -> str:
    return _page()


@blueprint.get("/calendar/<name>.ics")
@allow(Role.VOLUNTEER)
def calendar_file(name: str) -> Response:
    """One date, for a calendar that is not subscribed."""
    found = [one for one in own_dates.of_volunteer(db.session(), myself()) if one.name == name]
    if not found:
        raise NotFound
    return _file(found, name)


@blueprint.route("/calendar/address", methods=["GET", "POST"])
@allow(Role.VOLUNTEER)
def renew_calendar() -> ResponseReturnValue:
    """The address is shown this once: only its hash is kept."""
    if request.method == "GET":
        return redirect(url_for("volunteer.calendar"))
    session = db.session()
    path = calendars.renew(session, myself(), clock.now(session))
    return _page(post_office.base_url + path)


@blueprint.post("/calendar/stop")
@allow(Role.VOLUNTEER)
def stop_calendar() -> ResponseReturnValue:
    session = db.session()
    calendars.stop(session, myself(), clock.now(session))
    flash(_("The private address has stopped."), "good")
    return redirect(url_for("volunteer.calendar"))


@blueprint.get("/calendar/<public_id>/<secret>")
@anyone
@limiter.limit(OFTEN)
def feed(public_id: str, secret: str) -> Response:
    """All dates, for whoever has the address; in its owner's language.

    Without where a first meeting is: a calendar is often seen by others, and kept elsewhere.
    """
    session = db.session()
    owner = calendars.owner(session, public_id, secret, clock.now(session))
    scheme = schemes.by_id(session, owner.scheme_id)
    enter_scheme(scheme)
    with force_locale(language_of(owner.language, scheme.language)):
        found = own_dates.of_volunteer(session, owner)
        return _file([_for_others(one) for one in found], "palier", title=scheme.name)


def _page(address: str = "") -> str:
    session = db.session()
    now = clock.now(session)
    found = own_dates.of_volunteer(session, myself())
    return render_template(
        "volunteer/calendar.html",
        dates=[(one, _summary(one)) for one in found],
        address=address,
        subscribed=links.is_there(session, Purpose.CALENDAR, myself().id, now=now),
    )


def _file(found: Iterable[Dated], filename: str, title: str = "") -> Response:
    scheme = current_scheme()
    assert scheme is not None  # noqa: S101 - of who is signed in, or of the address
    entries = [Entry(one.name, one.on, _summary(one), one.place) for one in found]
    file = file_of(entries, scheme.slug, clock.now(db.session()), title)
    response = Response(file, mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


def _for_others(one: Dated) -> Dated:
    return replace(one, place="") if one.kind is DatedKind.FIRST_MEETING else one


def _summary(one: Dated) -> str:
    if one.kind is DatedKind.FIRST_MEETING:
        return _("First meeting with %(name)s", name=one.other)
    if one.kind is DatedKind.FOLLOW_UP:
        return _("We ask how it is going with %(name)s", name=one.other)
    return _("Meeting of all volunteers")
