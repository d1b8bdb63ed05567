"""Matches and runs in words, where several pages say the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from web.messages import explanations
from web.messages.by_hand import broken_rule, insist_reason, pause_reason
from web.messages.desk_words import end_reason, reject_reason
from web.messages.words import decline_reason
from web.models import Match
from web.models.vocabulary import (
    DeclineReason,
    EndReason,
    InsistReason,
    MatchState,
    PauseReason,
    RejectReason,
)
from web.services.transitions import SoftwareReason

# What the reason of a step into each state is chosen from; into all others, from the ends'.
_WORDED: Mapping[MatchState, tuple[type[StrEnum], Callable[[str], str]]] = {
    MatchState.PROPOSED: (InsistReason, insist_reason),
    MatchState.REJECTED: (RejectReason, reject_reason),
    MatchState.DECLINED: (DeclineReason, decline_reason),
    MatchState.PAUSED: (PauseReason, pause_reason),
}


def reason_of(state: MatchState, reason: str | None) -> str:
    """The coded reason of a line of a match's history; empty where there is none."""
    if not reason:
        return ""
    if reason in set(SoftwareReason):
        return _software_reason(SoftwareReason(reason))
    vocabulary, worded = _WORDED.get(state, (EndReason, end_reason))
    return worded(reason) if reason in set(vocabulary) else reason


def _software_reason(reason: SoftwareReason) -> str:
    return {
        SoftwareReason.SUPERSEDED: _("a newer run proposes somebody else"),
        SoftwareReason.UNDONE: _("the approval was taken back"),
        SoftwareReason.NO_ANSWER: _("no answer in time"),
        SoftwareReason.ANSWERED_YES: _("said yes"),
        SoftwareReason.ANSWERED_LATER: _("wants to decide later"),
        SoftwareReason.ANSWERED_CALL_ME: _("asks to be called"),
        SoftwareReason.NO_TAKEN_BACK: _("had said no by mistake"),
        SoftwareReason.TIMES_PROPOSED: _("times for the first meeting were proposed"),
        SoftwareReason.TIMES_ANSWERED: _("answered which times suit"),
        SoftwareReason.MEETING_PLANNED: _("the first meeting is planned"),
        SoftwareReason.FIRST_MEETING: _("the first meeting was recorded"),
        SoftwareReason.CHARTER: _("the signed charter was recorded"),
        SoftwareReason.LIFTED: _("may be proposed again"),
        SoftwareReason.REOPENED: _("it had been ended by mistake"),
        SoftwareReason.NEXT_BEST: _("the next best was proposed"),
        SoftwareReason.NOBODY_ELSE: _("nobody else to propose now"),
        SoftwareReason.QUESTION_MOVED: _("a question was moved by hand"),
        SoftwareReason.QUESTION_SKIPPED: _("a question was left out by hand"),
        SoftwareReason.QUESTION_RESTORED: _("a question is asked as planned after all"),
    }[reason]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """Points of one criterion, with a name and a sentence for people."""

    label: str
    sentence: str
    points: int
    maximum: int


def lines_of(criteria: Iterable[Mapping[str, Any]]) -> list[CriterionLine]:
    """Criteria in words, in the order of the matcher."""
    return [
        CriterionLine(
            explanations.criterion_name(one["criterion"]),
            explanations.criterion_sentence(one["criterion"], one["facts"]),
            one["points"],
            one["maximum"],
        )
        for one in criteria
    ]


def in_spite_of(match: Match) -> list[str]:
    """The rules that a coordinator set aside for this pair, in words."""
    return [broken_rule(rule) for rule in match.in_spite_of]


def criteria_of(match: Match) -> list[CriterionLine]:
    """The criteria of a match in words."""
    return lines_of(match.criteria)
