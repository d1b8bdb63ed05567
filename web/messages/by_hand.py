"""What coordinators decide by hand: its reasons in words, for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from matcher import Reason, Rule
from web.messages.waiting import reason_sentence
from web.models.vocabulary import ErasureReason, Heard, InsistReason, NeverReason, PauseReason


def insist_reason(reason: str) -> str:
    """Why a pair is proposed in spite of a rule, or pinned."""
    return {
        InsistReason.THEY_ASKED: _("the two ask for each other"),
        InsistReason.TALKED_OVER: _("we talked it over with both"),
        InsistReason.NOBODY_ELSE: _("there is nobody else for them"),
        InsistReason.NOTES_OUTDATED: _("what we noted is not right any more"),
        InsistReason.OTHER: _("another reason"),
    }[InsistReason(reason)]


def never_reason(reason: str) -> str:
    """Why two people are never proposed to each other."""
    return {
        NeverReason.KNOW_EACH_OTHER: _("they know each other from before"),
        NeverReason.CONFLICT: _("a conflict"),
        NeverReason.SAFETY_CONCERN: _("a safety concern"),
        NeverReason.NOT_SUITED: _("they would not get along"),
        NeverReason.OTHER: _("another reason"),
    }[NeverReason(reason)]


def erasure_reason(reason: str) -> str:
    """Why a coordinator erases somebody."""
    return {
        ErasureReason.ASKED: _("they asked for it"),
        ErasureReason.TWICE: _("the same person was entered twice"),
        ErasureReason.NEVER_BEGAN: _("they never began"),
        ErasureReason.OTHER: _("another reason"),
    }[ErasureReason(reason)]


def why_restricted() -> str:
    """Why somebody is not matched nor written to."""
    return _("What is known of this person may only be kept, until that is lifted.")


def pause_reason(reason: str) -> str:
    """Why somebody, or a match, pauses."""
    return {
        PauseReason.AWAY: _("away for some time"),
        PauseReason.ILLNESS: _("illness"),
        PauseReason.BUSY: _("no time just now"),
        PauseReason.ASKED: _("they asked for a break"),
        PauseReason.OTHER: _("another reason"),
    }[PauseReason(reason)]


def heard_how(heard: str) -> str:
    """How we came to know what somebody said."""
    return {
        Heard.IN_PERSON: _("said in person"),
        Heard.BY_PHONE: _("said by phone"),
        Heard.BY_INTERPRETER: _("said by phone with an interpreter"),
        Heard.IN_WRITING: _("in writing"),
    }[Heard(heard)]


def broken_rule(rule: str) -> str:
    """A rule that a pair breaks, without its numbers."""
    return reason_sentence(Reason(Rule(rule)))


def unkept_pin(pin: Mapping[str, Any]) -> list[str]:
    """Why a run could not keep a pin, in sentences."""
    if not pin["broken"]:
        return [_("One of the two does not take part now.")]
    return [broken_rule(rule) for rule in pin["broken"]]


def too_late_to_reopen() -> str:
    """Why an ended match does not simply go on."""
    return _("This match ended more than 30 days ago. You can propose the two anew.")
