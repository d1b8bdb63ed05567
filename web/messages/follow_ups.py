"""How is it going? Asked of both sides, in the same plain words."""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages.message import Context, Message
from web.messages.registry import message
from web.models.vocabulary import Side


@message("follow_up")
def follow_up(context: Context) -> Message:
    return _asked(
        context,
        opening=_(
            "Hello %(name)s, how is it going with %(other)s?",
            name=context.party.first_name,
            other=_other(context),
        ),
        text=_("%(scheme)s: Tap a face to tell us how it is going:", scheme=context.scheme.name),
    )


@message("follow_up_reminder")
def follow_up_reminder(context: Context) -> Message:
    return _asked(
        context,
        opening=_(
            "Hello %(name)s, we asked how it is going with %(other)s. We would still like to know.",
            name=context.party.first_name,
            other=_other(context),
        ),
        text=_(
            "%(scheme)s: We would still like to know how it is going:",
            scheme=context.scheme.name,
        ),
    )


def _asked(context: Context, *, opening: str, text: str) -> Message:
    return Message(
        subject=_("How is it going?"),
        paragraphs=(
            opening,
            _("One tap is enough. You can also ask us to call you."),
        ),
        text=text,
        below=_("How is it going with %(other)s?", other=_other(context)),
        button=_("Answer"),
        url=context.link("follow_up", context.subject_id),
    )


def _other(context: Context) -> str:
    """The first name of the other side, or what it wants to be called."""
    if context.match is None:
        raise ValueError("a follow-up is about a match")
    if context.side is Side.VOLUNTEER:
        return context.match.household.shown_name
    return context.match.volunteer.first_name
