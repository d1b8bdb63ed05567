"""What is kept about people in the plain words of the privacy notice, for everybody.

The registry (`services/personal_data`) says what there is; a table that it names and that has no
words here fails a test, so the notice cannot forget one.
"""

from __future__ import annotations

from datetime import timedelta

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_TOLD = _l("What you told us about yourself, and how far you have come with us")
_TOGETHER = _l("What would help you, and what you like to do together")
_WHO = _l(
    "Your name, phone number, e-mail, language, age group, gender, postcode, and when you have time"
)
_MATCH = _l("Whom you meet, since when, and what was decided")
_MEETINGS = _l("Days and places of your meetings")
_ANSWERS = _l("What you answer when we ask how it is going")
_PAIRS = _l("Who should meet, and who must not meet")
_MESSAGES = _l("That we sent you a message or a link, not its words")
_CHANGES = _l("What has changed, as you told us")
_TEAM = _l("Notes and tasks of our team")
_LOG = _l("What was changed or looked at, by whom and when")

_KINDS = {
    "party": _WHO,
    "name_part": _WHO,
    "volunteer": _TOLD,
    "household": _TOLD,
    "address": _l("Your street and house number"),
    "spoken_language": _l("Languages that you speak"),
    "offer": _TOGETHER,
    "need": _TOGETHER,
    "member": _l("Years of birth of the people who live with you"),
    "screening": _l(
        "Only for volunteers: that we saw the extract from the criminal record, never the paper"
    ),
    "match": _MATCH,
    "match_event": _MATCH,
    "held_meeting": _MEETINGS,
    "meeting_time": _MEETINGS,
    "attendance": _MEETINGS,
    "follow_up": _ANSWERS,
    "closing_words": _ANSWERS,
    "evaluation_answer": _ANSWERS,
    "pin": _PAIRS,
    "never_pair": _PAIRS,
    "notification": _MESSAGES,
    "link": _MESSAGES,
    "access_code": _MESSAGES,
    "kept_letter": _l("Messages from an exercise of our team, with their words"),
    "contact_change": _CHANGES,
    "told_change": _CHANGES,
    "change_question": _CHANGES,
    "note": _TEAM,
    "task": _TEAM,
    "audit_event": _LOG,
    "field_change": _LOG,
}


def kind_of(table: str) -> str:
    """What the rows of a table are, to whom they are about."""
    return str(_KINDS[table])


def purpose_of(purpose: str) -> str:
    """What it is for, as a heading."""
    return {
        "contact": _("To reach you"),
        "matching": _("To find neighbours who fit"),
        "accompanying": _("To be there while you meet"),
        "evaluation": _("To see whether it helps"),
        "safety": _("So that nobody comes to harm"),
        "proof": _("To know later who did what"),
    }[purpose]


def basis_of(basis: str) -> str:
    """By what right, as a sentence."""
    return {
        "agreement": _("We may, because you take part and asked for it."),
        "legal_duty": _("We must, because the law asks for it."),
        "interest": _("We may, because our work needs it and it does you no harm."),
    }[basis]


def kept_for(kept: str) -> str:
    return {
        "while_here": _("as long as you take part"),
        "month": _("for 30 days"),
        "two_years": _("until two years after you have stopped"),
        "as_number": _("later only as a number, without your name"),
        "as_proof": _("also after everything else is erased, without your name"),
    }[kept]


def erased_after(state: str, term: timedelta) -> str:
    """What becomes of somebody who got no further than this."""
    days = format_decimal(term.days)
    return {
        "signed_up": _(
            "If you sign up and never use our code, we erase everything after %(days)s days.",
            days=days,
        ),
        "referred": _(
            "If we never begin with a family, we erase everything about it after %(days)s days.",
            days=days,
        ),
    }[state]
