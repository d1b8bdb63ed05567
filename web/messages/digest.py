"""Monday's mail to a coordinator: numbers and links, nobody's name."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from web.messages.message import Context, Message
from web.messages.registry import message


@message("digest")
def digest(context: Context) -> Message:
    """`details` carry how many of each wait, by the names of `web.queries.digest.Waiting`."""
    desk = f"{context.base_url}/desk/"
    number = {name: int(text) for name, text in context.details.items()}
    lines = (
        (number["tasks"], ngettext("%(num)s task", "%(num)s tasks", number["tasks"]), "#tasks"),
        (
            number["proposals"],
            ngettext(
                "%(num)s proposal to look at", "%(num)s proposals to look at", number["proposals"]
            ),
            "matches?state=proposed",
        ),
        (
            number["answers"],
            ngettext(
                "%(num)s match waits for answers",
                "%(num)s matches wait for answers",
                number["answers"],
            ),
            "matches?state=approved",
        ),
        (
            number["to_arrange"],
            ngettext(
                "%(num)s first meeting to arrange",
                "%(num)s first meetings to arrange",
                number["to_arrange"],
            ),
            "matches?state=accepted",
        ),
        (
            number["meetings"],
            ngettext(
                "%(num)s first meeting this week",
                "%(num)s first meetings this week",
                number["meetings"],
            ),
            "matches?state=accepted",
        ),
        (
            number["households"],
            ngettext(
                "%(num)s household is waiting",
                "%(num)s households are waiting",
                number["households"],
            ),
            "households?state=waiting",
        ),
    )
    links = tuple((words, desk + path) for count, words, path in lines if count)
    return Message(
        subject=_("Your week"),
        paragraphs=(
            _("Good morning %(name)s,", name=context.party.first_name),
            _("this waits for you:") if links else _("nothing waits for you this morning."),
        ),
        text=_("%(scheme)s: Your week", scheme=context.scheme.name),
        links=links,
        closing=_("You can stop this mail at the foot of 'Today', or have it sent again."),
        button=_("Open your desk"),
        url=desk,
    )
