"""What volunteers read about changes that they make themselves; in their four languages."""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages import dates
from web.messages.message import Context, Message
from web.messages.registry import message


@message("contact_code")
def contact_code(context: Context) -> Message:
    """Six digits to a new address or number, which is not theirs before they are typed."""
    code = context.code()
    return Message(
        subject=_("Your code: %(code)s", code=code),
        paragraphs=(
            _("Your code for %(scheme)s is %(code)s.", scheme=context.scheme.name, code=code),
            _("Somebody wants to be written to at this address. Type the code to confirm it."),
            _("If you did not ask for a code, you need not do anything."),
        ),
        text=_("%(code)s is your code for %(scheme)s.", code=code, scheme=context.scheme.name),
    )


@message("contact_changed")
def contact_changed(context: Context) -> Message:
    """To where we wrote before; what it was changed to is not told."""
    return Message(
        subject=_("We write to you elsewhere from now on"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _(
                "On %(day)s you asked %(scheme)s to write to you elsewhere from now on.",
                day=dates.day(context.now),
                scheme=context.scheme.name,
            ),
            _("If it was not you, please call us at once."),
        ),
        text=_(
            "%(scheme)s: If you did not ask us to write to you elsewhere, please call us:",
            scheme=context.scheme.name,
        ),
        # Their own page opens to a code, which goes to the new contact.
        button=_("Contact"),
        url=f"{context.base_url}/{context.scheme.slug}/#contact",
    )


def moved_too_often() -> tuple[str, str, str]:
    """Title, what happened, and what to do."""
    return (
        _("One more move"),
        _("You have changed your address twice in 30 days. The next change we do together."),
        _("We call you soon, or you call us."),
    )
