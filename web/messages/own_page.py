"""The link to a family's own page, and whether a new contact is really theirs."""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages.message import Context, Message
from web.messages.registry import message
from web.models import Household
from web.models.vocabulary import Topic


@message("own_page")
def own_page(context: Context) -> Message:
    return Message(
        subject=_("Your page"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("A link works for seven days. Nothing is lost."),
        ),
        text=_("%(scheme)s: Here is the link to your page:", scheme=context.scheme.name),
        button=_("Open your page"),
        url=context.link("household", context.party.id),
    )


def own_page_of(context: Context) -> str:
    """Where its reader sees how it stands: a family by link, a volunteer after signing in."""
    if isinstance(context.party, Household):
        return context.link("household", context.party.id)
    return f"{context.base_url}/volunteer/"


@message("contact_change")
def contact_change(context: Context) -> Message:
    """Goes to the old contact and names neither the old nor the new one."""
    return Message(
        subject=_("A question for you"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            contact_question(Topic(context.details["topic"])),
        ),
        text=_("%(scheme)s: We have a question for you:", scheme=context.scheme.name),
        button=_("Answer"),
        url=context.link("contact", context.subject_id),
    )


def contact_question(topic: Topic) -> str:
    if topic is Topic.PHONE:
        return _("Did you tell us a new phone number?")
    return _("Did you tell us a new e-mail address?")
