"""A first meeting that is planned, to the coordinator who will be there."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from web.messages import dates
from web.messages.meetings import calendar_file
from web.messages.message import Context, Message
from web.messages.registry import message


@message("meeting_planned_desk")
def meeting_planned_desk(context: Context) -> Message:
    """First names only: a mail is read on many a screen. `details` carry "at" (ISO)."""
    if context.match is None:
        raise ValueError("this message is about a match")
    match, begins = context.match, datetime.fromisoformat(context.details["at"])
    when = dates.weekday_and_moment(begins)
    names = {
        "volunteer": match.volunteer.first_name,
        "household": match.household.shown_name,
    }
    return Message(
        subject=_("Your appointment"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _(
                "%(volunteer)s and %(household)s meet for the first time on %(when)s.",
                when=when,
                **names,
            ),
            _("You find the place on the page of the match."),
        ),
        text=_(
            "%(scheme)s: Your appointment is on %(when)s:", scheme=context.scheme.name, when=when
        ),
        attachments=(calendar_file(match, context.scheme, begins, "", context.now),),
    )
