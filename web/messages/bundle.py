"""Several messages to one volunteer in one mail, each with its own button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import gettext as _

from web.messages.message import Message


def bundle(messages: Sequence[Message], name: str) -> Message:
    """All below one greeting; one alone is itself.

    Args:
        name: the first name of who reads it.
    """
    first, *others = messages
    if not others:
        return first
    hello = _("Hello %(name)s, we have a few questions and dates for you.", name=name)
    return Message(
        subject=_("A few questions and dates for you"),
        paragraphs=(hello,),
        text=first.text,
        attachments=tuple(item for one in messages for item in one.attachments),
        also=tuple(replace(one, paragraphs=(one.below, *one.paragraphs[1:])) for one in messages),
    )
