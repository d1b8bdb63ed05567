"""Agreeing on the first meeting: which times suit, and when it is.

Where it is stands on the page behind the link only, and the file for the calendar names nobody: a
calendar is often seen by others.
"""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from web.messages import dates
from web.messages.calendar import Entry, file_of
from web.messages.message import Attachment, Context, Message
from web.messages.offers import name_of_other
from web.messages.registry import message
from web.models import Match, Scheme


@message("meeting_times")
def meeting_times(context: Context) -> Message:
    """Both said yes: when could they meet?"""
    return Message(
        subject=_("A question for you"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("When can you meet %(name)s?", name=_other(context)),
            _("We have some times for you. Tell us which are good."),
            _("One of us will be there."),
            *_not_before(context),
        ),
        text=_("%(scheme)s: We have a question for you:", scheme=context.scheme.name),
        button=_("Answer"),
        url=context.link("meeting", _match(context).id),
    )


@message("meeting_planned")
def meeting_planned(context: Context) -> Message:
    """`details` carry "at" (ISO), and "again" where another time was set before."""
    begins = datetime.fromisoformat(context.details["at"])
    when = dates.weekday_and_moment(begins)
    return Message(
        subject=_("Your appointment"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("you meet %(other)s on %(when)s.", other=_other(context), when=when),
            *_not_before(context),
            _("One of us will be there."),
        ),
        text=_(
            "%(scheme)s: Your appointment is on %(when)s:", scheme=context.scheme.name, when=when
        ),
        button=_("Where is it?"),
        url=context.link("meeting", _match(context).id),
        attachments=(calendar_file(_match(context), context.scheme, begins, "", context.now),),
    )


def calendar_file(
    match: Match, scheme: Scheme, begins: datetime, place: str, now: datetime
) -> Attachment:
    """With the place only where its owner has opened the page for it."""
    summary = _("Appointment with %(scheme)s", scheme=scheme.name)
    entry = Entry(f"first-meeting-{match.public_id}", begins, summary, place)
    return Attachment("meeting.ics", "text/calendar", file_of([entry], scheme.slug, now))


def _not_before(context: Context) -> tuple[str, ...]:
    if not context.details.get("again"):
        return ()
    return (_("The time that we told you before does not count any more."),)


def _other(context: Context) -> str:
    if context.side is None:
        raise ValueError("this message goes to one side of a match")
    return name_of_other(_match(context), context.side)


def _match(context: Context) -> Match:
    if context.match is None:
        raise ValueError("this message is about a match")
    return context.match
