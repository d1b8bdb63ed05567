"""What is held about somebody in words: which kind of thing, which field, which value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.messages.history import value_words
from web.messages.own_data_values import value_words_of
from web.models.vocabulary import ProfileField

_KINDS = {
    "party": _l("Who you are and where to reach you"),
    "volunteer": _l("Your path and your answers"),
    "household": _l("Your path and your answers"),
    "address": _l("Your street"),
    "spoken_language": _l("Languages you speak"),
    "offer": _l("What you would do together"),
    "need": _l("What would help you"),
    "member": _l("Who lives with you"),
    "screening": _l("That your criminal-record extract was seen"),
    "match": _l("Your matches"),
    "match_event": _l("Your steps in them"),
    "held_meeting": _l("Meetings you wrote down"),
    "follow_up": _l("How it is going: your answers"),
    "evaluation_answer": _l("Your answers to the yearly evaluation"),
    "attendance": _l("That you were at a meeting of all volunteers"),
    "closing_words": _l("What you said at the end"),
    "never_pair": _l("Whom you asked never to be proposed to"),
    "pin": _l("That you and somebody are to be proposed"),
    "notification": _l("Messages to you (their words are not kept)"),
    "kept_letter": _l("Messages of an exercise, which never left"),
    "contact_change": _l("Changes of where we write to you"),
    "link": _l("Links we sent you"),
    "access_code": _l("Codes we sent you"),
    "change_question": _l("Whether one thing could be otherwise"),
    "told_change": _l("What you told us has changed"),
    "meeting_time": _l("Times that were proposed for a first meeting"),
    "audit_event": _l("What was done, and when"),
    "field_change": _l("What was changed in your details"),
    "note": _l("Notes of our team about you"),
    "task": _l("What our team was asked to do"),
}
_FIELDS = {
    "first_name": _l("First name"),
    "last_name": _l("Family name"),
    "email": _l("E-mail"),
    "phone": _l("Phone"),
    "language": _l("Language of our messages"),
    "channel": _l("How we write"),
    "gender": _l("Gender"),
    "age_band": _l("Age"),
    "postcode": _l("Postcode"),
    "locality": _l("Place"),
    "latitude": _l("Latitude, to 250 m"),
    "longitude": _l("Longitude, to 250 m"),
    "slots": _l("When in the week"),
    "max_distance_m": _l("Farthest"),
    "only_women": _l("only women"),
    "pause_reason": _l("Why there is a break"),
    "paused_until": _l("Break until"),
    "created_at": _l("Made on"),
    "state": _l("State"),
    "to_state": _l("It became"),
    "capacity": _l("How many at a time"),
    "wanted": _l("How many at a time"),
    "no_children": _l("no households with children"),
    "step_free": _l("meets without stairs"),
    "step_free_only": _l("no stairs"),
    "wants": _l("What you would enjoy in return"),
    "child_birth_years": _l("Years of birth of your children"),
    "birth_year": _l("Year of birth"),
    "confirmed_at": _l("Confirmed on"),
    "informed_at": _l("Note read on"),
    "note_version": _l("Version of the note"),
    "questionnaire_at": _l("Questions answered on"),
    "trained_at": _l("Training on"),
    "ready_at": _l("Ready since"),
    "intake_at": _l("First talk on"),
    "source": _l("Who brought you to us"),
    "campaign": _l("What brought you to us"),
    "campaign_code": _l("The code on the poster or link"),
    "restricted_at": _l("Only kept, not used, since"),
    "alias": _l("Told to the other side"),
    "interpreter_available": _l("Interpreter"),
    "note": _l("Note"),
    "street": _l("Street and number"),
    "tag": _l("Language"),
    "level": _l("How well"),
    "category": _l("What"),
    "priority": _l("How important"),
    "seen_on": _l("Seen on"),
    "passed": _l("In order"),
    "renew_on": _l("To be seen again on"),
    "proposed_at": _l("Proposed on"),
    "approved_at": _l("Approved on"),
    "accepted_at": _l("Both said yes on"),
    "meeting_at": _l("First meeting planned for"),
    "meeting_place": _l("Where"),
    "begins_at": _l("When"),
    "place": _l("Where"),
    "suits_volunteer": _l("Suits you"),
    "suits_household": _l("Suits you"),
    "code": _l("Reason"),
    "topic": _l("What"),
    "told": _l("In your words"),
    "told_at": _l("Told on"),
    "denied_at": _l("Said not to be from you on"),
    "settled_at": _l("Settled on"),
    "taken": _l("Taken over"),
    "first_meeting_on": _l("First meeting on"),
    "charter_signed_on": _l("Charter signed on"),
    "paused_on": _l("Paused on"),
    "pause_until": _l("Break until"),
    "ended_on": _l("Ended on"),
    "at": _l("When"),
    "reason": _l("Reason"),
    "held_on": _l("Day"),
    "said": _l("In your words"),
    "noted_at": _l("Written down on"),
    "due_on": _l("Day"),
    "sent_at": _l("Sent on"),
    "answered_at": _l("Answered on"),
    "met": _l("Whether you met"),
    "face": _l("How it is going"),
    "call_me": _l("You asked to be called"),
    "comment": _l("In your words"),
    "invited_at": _l("Asked on"),
    "still_meet": _l("You still meet"),
    "satisfaction": _l("How content you are, of 5"),
    "outcomes": _l("What has changed, each of 5"),
    "own_marks": _l("Your answers to our own questions, each of 5"),
    "heard": _l("How we heard it"),
    "kind": _l("What"),
    "done_at": _l("Done on"),
    "email_failed_at": _l("No mail arrives since"),
    "phone_failed_at": _l("No text message arrives since"),
    "whatsapp_failed_at": _l("No WhatsApp message arrives since"),
    "unsubscribed_at": _l("No more questions since"),
    "receipt": _l("What became of it"),
    "receipt_at": _l("Told on"),
    "kept_at": _l("Written on"),
    "recipient": _l("To"),
    "subject": _l("Subject"),
    "contact": _l("New"),
    "replaced": _l("Before"),
    "asked_at": _l("Asked on"),
    "purpose": _l("What for"),
    "expires_at": _l("Good until"),
    "revoked_at": _l("Stopped on"),
    "used_at": _l("Used on"),
    "change": _l("What"),
    "amount": _l("How much"),
    "answer": _l("Answer given"),
    "before": _l("Before"),
    "action": _l("What"),
    "field": _l("What"),
    "old": _l("Before"),
    "new": _l("New"),
    "written_at": _l("Written down on"),
    "edited_at": _l("Changed on"),
    "removed_at": _l("Removed on"),
    "text": _l("Text"),
}


def kind_name(table: str) -> str:
    """What the rows of a table are, to whom they are about."""
    return str(_KINDS[table])


def column_name(column: str) -> str:
    return str(_FIELDS[column])


def section_name(section: str) -> str:
    return {
        "person": _("About you"),
        "matches": _("Your matches"),
        "messages": _("Our messages"),
        "history": _("What was done"),
    }[section]


def purpose_words(purpose: str) -> str:
    return {
        "contact": _("to reach you"),
        "matching": _("to find neighbours who fit"),
        "accompanying": _("to be there for you while you meet"),
        "evaluation": _("to see whether it helps"),
        "safety": _("so that nobody comes to harm"),
        "proof": _("so that it can be seen who did what"),
    }[purpose]


def basis_words(basis: str) -> str:
    return {
        "agreement": _("you take part and asked for it"),
        "legal_duty": _("the law asks for it"),
        "interest": _("our work needs it, and it does you no harm"),
    }[basis]


def kept_words(kept: str) -> str:
    return {
        "while_here": _("as long as you take part"),
        "month": _("for 30 days"),
        "two_years": _("two years after you have left, or until you have it erased"),
        "as_number": _("as a number without your name, also after you have left"),
        "as_proof": _("also after you are erased, without your name"),
    }[kept]


def row_words(table: str, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields of a row that say something, each with its name."""
    told = {**row}
    if table == "field_change":
        told |= {name: _changed(row["field"], row[name]) for name in ("old", "new")}
    return [
        (column_name(name), value_words_of(table, name, value))
        for name, value in told.items()
        if value not in (None, "", [], {})
    ]


def _changed(field: ProfileField, value: str | None) -> str:
    return "" if value is None else value_words(field, value)
