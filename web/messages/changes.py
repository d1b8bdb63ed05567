"""A question to a family that waits: may one thing be otherwise, so that somebody can come?

Nothing in it tells of a certain neighbour: a distance is told in half kilometres only.
"""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages.explanations import PARTS, distance_in_words
from web.messages.message import Context, Message
from web.messages.registry import message
from web.messages.words import category_name, day_name, part_name
from web.models.vocabulary import Change


@message("change_question")
def change_question(context: Context) -> Message:
    return Message(
        subject=_("A question for you"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("we are looking for a neighbour for you. We have one question:"),
            question(Change(context.details["change"]), context.details["amount"]),
            _("You can say yes or no, or ask us to call you."),
        ),
        text=_("%(scheme)s: We have a question for you:", scheme=context.scheme.name),
        button=_("Answer"),
        url=context.link("change", context.subject_id),
    )


def question(change: Change, amount: str) -> str:
    """The question itself, in one sentence; `amount` as `ChangeQuestion` keeps it."""
    match change:
        case Change.SLOT:
            day, part = divmod(int(amount), PARTS)
            return _(
                "Could you also meet at this time: %(day)s %(part)s?",
                day=day_name(day),
                part=part_name(part),
            )
        case Change.DISTANCE:
            return _(
                "Would you also meet a neighbour who lives up to %(distance)s from you?",
                distance=distance_in_words(int(amount)),
            )
        case Change.INTERPRETER:
            return _(
                "Would you also meet a neighbour who does not speak your language, with the help"
                " of an interpreter?"
            )
    return _("Would this also be good for you: %(thing)s?", thing=category_name(amount))
