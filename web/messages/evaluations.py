"""The yearly questions, and the invitation to the volunteers' meeting."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from web.messages import dates
from web.messages.calendar import ZONE, Entry, file_of
from web.messages.message import Attachment, Context, Message
from web.messages.offers import name_of_other
from web.messages.registry import message


@message("evaluation_invitation")
def evaluation_invitation(context: Context) -> Message:
    return _questions(
        context,
        opening=_(
            "Hello %(name)s, once a year we ask everybody how it went.",
            name=context.party.first_name,
        ),
        text=_("%(scheme)s: We have a few questions about your year:", scheme=context.scheme.name),
    )


@message("evaluation_reminder")
def evaluation_reminder(context: Context) -> Message:
    return _questions(
        context,
        opening=_(
            "Hello %(name)s, we sent you a few questions. Your answer helps us.",
            name=context.party.first_name,
        ),
        text=_(
            "%(scheme)s: We would still like to know how your year was:",
            scheme=context.scheme.name,
        ),
    )


@message("volunteers_meeting")
def volunteers_meeting(context: Context) -> Message:
    """`details` carry "meeting_at" (ISO, with its zone) and "meeting_place"."""
    begins = datetime.fromisoformat(context.details["meeting_at"]).astimezone(ZONE)
    place = context.details["meeting_place"]
    when = dates.weekday_and_moment(begins)
    where_and_when = (
        _("We meet on %(when)s: %(place)s.", when=when, place=place)
        if place
        else _("We meet on %(when)s.", when=when)
    )
    return Message(
        subject=_("Meeting of all volunteers"),
        paragraphs=(
            _(
                "Hello %(name)s, once a year all volunteers meet and talk about how it went.",
                name=context.party.first_name,
            ),
            where_and_when,
            _("You can put the date into your calendar with the file in this message."),
        ),
        text=where_and_when,
        attachments=(
            Attachment("meeting.ics", "text/calendar", _calendar(context, begins, place)),
        ),
        below=_("Meeting of all volunteers"),
    )


def _questions(context: Context, *, opening: str, text: str) -> Message:
    if context.match is None or context.side is None:
        raise ValueError("the yearly questions are about a match, to one of its sides")
    other = name_of_other(context.match, context.side)
    return Message(
        subject=_("How was your year?"),
        paragraphs=(opening, _("Please answer a few questions. It takes three minutes.")),
        text=text,
        below=_("How was your year with %(other)s?", other=other),
        button=_("Answer"),
        url=context.link("evaluation", context.subject_id),
    )


def _calendar(context: Context, begins: datetime, place: str) -> bytes:
    name = f"volunteers-meeting-{context.subject_id}"
    entry = Entry(name, begins, _("Meeting of all volunteers"), place)
    return file_of([entry], context.scheme.slug, context.now)
