"""A question to a volunteer: may one thing be otherwise, so that they can meet who waits?

Nothing in it tells of a certain family: a distance is told in whole kilometres only.
"""

from __future__ import annotations

from flask_babel import gettext as _

from web.messages import changes
from web.messages.explanations import distance_in_words
from web.messages.languages import language_name
from web.messages.message import Context, Message
from web.messages.registry import message
from web.models.vocabulary import Change


@message("change_question_volunteer")
def change_question_volunteer(context: Context) -> Message:
    asked = question(Change(context.details["change"]), context.details["amount"])
    return Message(
        subject=_("A question for you"),
        paragraphs=(
            _("Hello %(name)s,", name=context.party.first_name),
            _("a neighbour waits for somebody, and one thing stands between you. Our question:"),
            asked,
            _("You can say yes or no. A yes is noted in your profile at once."),
        ),
        text=_("%(scheme)s: We have a question for you:", scheme=context.scheme.name),
        button=_("Answer"),
        url=context.link("change", context.subject_id),
    )


def question(change: Change, amount: str) -> str:
    """The question itself, in one sentence; `amount` as `ChangeQuestion` keeps it."""
    match change:
        case Change.DISTANCE:
            return _(
                "Would you also go up to %(distance)s to meet a neighbour?",
                distance=distance_in_words(int(amount)),
            )
        case Change.LEVEL:
            return _(
                "Would your %(language)s be enough for a simple talk?",
                language=language_name(amount),
            )
    return changes.question(change, amount)
