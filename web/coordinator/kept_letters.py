"""The list of messages that never left, for who practises: on a page and as a file."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import allow, freshly_signed_in
from web.coordinator import exports, lists, sealed, shared
from web.coordinator.blueprint import blueprint
from web.extensions import db
from web.messages.moments import message_about
from web.messages.words import channel_name
from web.models.vocabulary import Channel, Role
from web.queries import kept_letters as queries
from web.queries.kept_letters import USUAL_ORDER, LetterFilter


@blueprint.get("/sending/kept")
@allow(Role.COORDINATOR)
def kept_letters_page() -> str:
    """What would have left."""
    wanted = _wanted()
    return render_template(
        "coordinator/kept_letters.html",
        letters=queries.listed(db.session(), wanted),
        most=queries.MOST_SHOWN,
        kinds=[(kind, message_about(kind)) for kind in queries.kinds(db.session())],
        channels=[(channel.value, channel_name(channel)) for channel in Channel],
        message_about=message_about,
        **lists.remembered(wanted, _kept(wanted)),
    )


@blueprint.post("/sending/kept")
@allow(Role.COORDINATOR)
def kept_letters_narrowed() -> ResponseReturnValue:
    return lists.narrowed("coordinator.kept_letters_page", _kept(_wanted()))


@blueprint.post("/sending/kept/export")
@allow(Role.COORDINATOR)
@freshly_signed_in
def kept_letters_export() -> ResponseReturnValue:
    heading = [_("Name"), _("By which way"), _("About what"), _("Kept on")]
    rows = (
        (
            exports.full_name(one.first_name, one.last_name),
            channel_name(one.channel),
            message_about(one.kind),
            exports.day(one.kept_at),
        )
        for one in queries.exported(db.session(), _wanted())
    )
    return exports.answer("kept_letters", heading, rows)


def _wanted() -> LetterFilter:
    return LetterFilter(
        name=lists.name(),
        about=lists.typed("about"),
        channel=shared.word_of(Channel, request.values.get("channel")),
        order=lists.order(USUAL_ORDER),
    )


def _kept(wanted: LetterFilter) -> dict[str, str]:
    return lists.said(
        USUAL_ORDER,
        wanted.order,
        about=wanted.about,
        channel=wanted.channel,
        called=sealed.seal(wanted.name) if wanted.name else "",
    )
