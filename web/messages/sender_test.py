"""What a coordinator sends to themselves to see as whom the scheme writes."""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages.message import Context, Message
from web.messages.registry import message


@message("sender_test")
def sender_test(context: Context) -> Message:
    scheme = context.scheme.name
    return Message(
        subject=_("A test: this is how you write"),
        paragraphs=(
            _("This is a test from the desk of %(scheme)s. Messages leave.", scheme=scheme),
            _("Look at the sender. Press 'Reply' to see where answers go."),
        ),
        text=_("This is a test from the desk of %(scheme)s.", scheme=scheme),
    )
