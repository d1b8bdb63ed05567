"""What the values of what is held about somebody say, in words to whom they are about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from web.messages import by_hand, dates, moments, words
from web.messages.desk_words import end_reason, state_name, topic_name
from web.messages.explanations import DAYS, PARTS, slot_in_words
from web.messages.history import by_channel, field_name, value_words
from web.messages.languages import language_name
from web.messages.lists import apart, listed
from web.messages.outcomes import outcome_name
from web.messages.recruiting import campaign_name
from web.models.vocabulary import (
    Change,
    DeclineReason,
    EndReason,
    ProfileField,
    Receipt,
    TaskKind,
)


def value_words_of(table: str, column: str, value: Any) -> str:  # noqa: ANN401 - whatever it holds
    """The value of a column; a code that nobody has words for is told as it is."""
    wording = _WORDINGS.get((table, column)) or _WORDINGS.get(("", column))
    if wording is not None:
        return wording(value)
    for kind, plain in _PLAIN:
        if isinstance(value, kind):
            return plain(value)
    return str(value)


def _reason(reason: str) -> str:
    """Why, in a step of one's own."""
    if reason in set(DeclineReason):
        return words.decline_reason(reason)
    if reason in set(EndReason):
        return end_reason(reason)
    said = {
        "answered_yes": _("said yes"),
        "answered_later": _("wants to decide later"),
        "answered_call_me": _("asks to be called"),
        "no_taken_back": _("had said no by mistake"),
    }
    return said.get(reason, reason)


def _opens(purpose: str) -> str:
    return {
        "match": _("to answer a proposal"),
        "follow_up": _("to say how it is going"),
        "evaluation": _("for the yearly evaluation"),
        "household": _("to your own page"),
        "change": _("to answer a question"),
        "meeting": _("to say when you can meet"),
        "sign_in": _("to sign in"),
        "calendar": _("for your calendar program"),
        "unsubscribe": _("to stop our questions"),
    }.get(purpose, purpose)


def _became(receipt: str) -> str:
    return {
        Receipt.DELIVERED: _("it arrived"),
        Receipt.FAILED: _("it came back"),
        Receipt.COMPLAINED: _("it was not wanted"),
    }[Receipt(receipt)]


def _asked(kind: str) -> str:
    return {
        TaskKind.INTAKE: _("to get to know you"),
        TaskKind.NO_FIRST_MEETING: _("to find a day for the first meeting"),
        TaskKind.TWO_SILENT: _("to ask how you are: two questions had no answer"),
        TaskKind.SAD_FACE: _("to talk with you: it was not going well"),
        TaskKind.CALL_ME: _("to call you"),
        TaskKind.MESSAGE_FAILED: _("to find out where to write to you"),
        TaskKind.PLACE_UNKNOWN: _("to find the place of your address"),
        TaskKind.ANSWERED_LATER: _("to talk with you about a proposal"),
        TaskKind.VOLUNTEER_WAITING: _("to invite you to the training"),
        TaskKind.NO_ANSWER: _("to ask you for your answer"),
        TaskKind.CHECK_EXPIRING: _("to see your extract again"),
        TaskKind.NO_MEETING_TIME: _("to find a time for the first meeting"),
        TaskKind.TOLD_CHANGE: _("to look at what you told us"),
        TaskKind.MOVED_OFTEN: _("to put in your new address with you"),
        TaskKind.CHANGE_AGREED: _("to heed what you agreed to"),
        TaskKind.UNSUBSCRIBED: _("to ask you by phone, since you stopped our questions"),
    }.get(TaskKind(kind), kind)


def _change(change: str) -> str:
    return {
        Change.SLOT: _("another moment"),
        Change.DISTANCE: _("a longer way"),
        Change.LEVEL: _("a language that you know a little"),
    }.get(Change(change), change)


def _amount(amount: str) -> str:
    """The tag of a language, one of the 21 moments of a week, or metres."""
    if not amount.isdecimal():
        return language_name(amount)
    if int(amount) < DAYS * PARTS:
        return slot_in_words(int(amount))
    return _kilometres(int(amount))


def _kilometres(metres: int) -> str:
    return f"{format_decimal(metres / 1000, format='0.#')} km"


# By table and column, or by the column alone.
_WORDINGS: Mapping[tuple[str, str], Callable[[Any], str]] = {
    ("", "language"): language_name,
    ("", "tag"): language_name,
    ("", "channel"): by_channel,
    ("", "gender"): words.gender_name,
    ("", "age_band"): words.age_band_name,
    ("", "level"): words.level_name,
    ("", "category"): words.category_name,
    ("", "priority"): words.priority_name,
    ("", "face"): words.face_name,
    ("", "field"): field_name,
    ("", "action"): moments.step_taken,
    ("", "state"): state_name,
    ("", "topic"): topic_name,
    ("", "campaign"): campaign_name,
    ("", "to_state"): state_name,
    ("", "pause_reason"): by_hand.pause_reason,
    ("", "heard"): by_hand.heard_how,
    ("", "reason"): _reason,
    ("never_pair", "code"): by_hand.never_reason,
    ("notification", "kind"): moments.message_about,
    ("kept_letter", "kind"): moments.message_about,
    ("notification", "receipt"): _became,
    ("link", "purpose"): _opens,
    ("task", "kind"): _asked,
    ("", "slots"): lambda slots: value_words(ProfileField.SLOTS, str(slots)),
    ("", "max_distance_m"): _kilometres,
    ("change_question", "change"): _change,
    ("change_question", "amount"): _amount,
    ("", "wants"): lambda wants: apart([words.category_name(one) for one in wants]),
    ("", "own_marks"): lambda marks: listed(
        [f"{number}: {mark}" for number, mark in marks.items()]
    ),
    ("", "outcomes"): lambda outcomes: listed(
        [f"{outcome_name(outcome)}: {mark}" for outcome, mark in outcomes.items()]
    ),
}
# In this order: an instant is a date too.
_PLAIN: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda said: _("yes") if said else _("no")),
    (datetime, dates.moment),
    (date, dates.day),
    (list, lambda several: listed([str(one) for one in several])),
)
