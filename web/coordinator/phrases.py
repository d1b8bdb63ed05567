"""Matches and runs in words, where several pages say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from web.messages import explanations
from web.messages.desk_words import end_reason, reject_reason
from web.messages.words import decline_reason
from web.models import Match
from web.models.vocabulary import DeclineReason, EndReason, MatchState, RejectReason
from web.services.transitions import SoftwareReason


def reason_of(state: MatchState, reason: str | None) -> str:
    """The coded reason of a line of a match's history; empty where there is none."""
    if not reason:
        return ""
    if reason in set(SoftwareReason):
        return _software_reason(SoftwareReason(reason))
    if state is MatchState.REJECTED and reason in set(RejectReason):
        return reject_reason(reason)
    if state is MatchState.DECLINED and reason in set(DeclineReason):
        return decline_reason(reason)
    if reason in set(EndReason):
        return end_reason(reason)
    return reason


def _software_reason(reason: SoftwareReason) -> str:
    return {
        SoftwareReason.SUPERSEDED: _("a newer run proposes somebody else"),
        SoftwareReason.UNDONE: _("the approval was taken back"),
        SoftwareReason.NO_ANSWER: _("no answer in time"),
        SoftwareReason.ANSWERED_YES: _("said yes"),
        SoftwareReason.ANSWERED_LATER: _("wants to decide later"),
        SoftwareReason.ANSWERED_CALL_ME: _("asks to be called"),
        SoftwareReason.FIRST_MEETING: _("the first meeting was recorded"),
        SoftwareReason.CHARTER: _("the signed charter was recorded"),
        SoftwareReason.LIFTED: _("may be proposed again"),
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


def criteria_of(match: Match) -> list[CriterionLine]:
    """The criteria of a match in words."""
    return lines_of(match.criteria)
