"""Messages that let somebody in."""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages.message import Context, Message
from web.messages.registry import message


@message("access_code")
def access_code(context: Context) -> Message:
    """Six digits; the newest one counts."""
    code = context.code()
    return Message(
        subject=_("Your code: %(code)s", code=code),
        paragraphs=(
            _("Your code for %(scheme)s is %(code)s.", scheme=context.scheme.name, code=code),
            _("It works for 30 minutes. If you asked for several, use the newest."),
            _("If you did not ask for a code, you need not do anything."),
        ),
        text=_("%(code)s is your code for %(scheme)s.", code=code, scheme=context.scheme.name),
    )
