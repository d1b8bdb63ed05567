"""What is held of somebody's matches: their own part of what is about two."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, false, or_

from web.models import (
    Attendance,
    ClosingWords,
    EvaluationAnswer,
    FollowUp,
    HeldMeeting,
    Match,
    MatchEvent,
    MeetingTime,
    NeverPair,
    Party,
    Pin,
)
from web.models.vocabulary import Side
from web.services.personal_data.holding import (
    KEYS,
    PUBLIC_KEYS,
    Basis,
    Holding,
    Kept,
    Purpose,
    Section,
    Unshown,
    by,
    in_matches,
    on_own_side,
    own_match,
    why,
)

_SIDES = why(Unshown.ABOUT_BOTH, "volunteer_id", "household_id")


def _times(side: Side, own: str, *, others: str) -> Holding:
    """Times for a first meeting, with what the people of this side said of them."""
    of_matches = in_matches(MeetingTime.match_id)
    return Holding(
        MeetingTime,
        Section.MATCHES,
        Purpose.ACCOMPANYING,
        Basis.AGREEMENT,
        Kept.AS_NUMBER,
        lambda party: of_matches(party) if party.kind == side else false(),
        ("begins_at", "place", own),
        {
            **KEYS,
            **why(Unshown.KEY, "match_id"),
            **why(Unshown.ABOUT_BOTH, others),
            **why(Unshown.COLLEAGUE, "proposed_by_id"),
        },
        emptied={"place": ""},
    )


def _never(of: Callable[[Party], ColumnElement[bool]], *shown: str, **unshown: Unshown) -> Holding:
    """Who must not meet."""
    return Holding(
        NeverPair,
        Section.MATCHES,
        Purpose.SAFETY,
        Basis.INTEREST,
        # Who comes back within that time is still kept away from whoever was afraid of them.
        Kept.TWO_YEARS,
        of,
        shown,
        {
            **KEYS,
            **_SIDES,
            **why(Unshown.KEY, "said_by_id"),
            **why(Unshown.COLLEAGUE, "noted_by_id"),
            **unshown,
        },
        goes=True,
    )


MATCHES = (
    Holding(
        Match,
        Section.MATCHES,
        Purpose.ACCOMPANYING,
        Basis.AGREEMENT,
        Kept.AS_NUMBER,
        own_match,
        (
            "state",
            "proposed_at",
            "approved_at",
            "accepted_at",
            "meeting_at",
            "meeting_place",
            "first_meeting_on",
            "charter_signed_on",
            "paused_on",
            "pause_until",
            "ended_on",
        ),
        {
            **PUBLIC_KEYS,
            **_SIDES,
            **why(Unshown.KEY, "run_id"),
            **why(Unshown.ABOUT_BOTH, "points", "criteria", "in_spite_of"),
            # Why it is over may be what the other one said; one's own answers are own steps.
            **why(Unshown.ABOUT_BOTH, "reason", "volunteer_answer", "household_answer"),
            **why(Unshown.TECHNICAL, "version", "asked_at", "answer_by", "lifted_at"),
            **why(Unshown.TECHNICAL, "paused_days", "times_proposed_at"),
        },
        emptied={"criteria": [], "meeting_place": None},
    ),
    _times(Side.VOLUNTEER, "suits_volunteer", others="suits_household"),
    _times(Side.HOUSEHOLD, "suits_household", others="suits_volunteer"),
    Holding(
        MatchEvent,
        Section.MATCHES,
        Purpose.PROOF,
        Basis.INTEREST,
        Kept.AS_NUMBER,
        by(MatchEvent.actor_id),
        ("at", "to_state", "reason"),
        {
            **KEYS,
            **why(Unshown.KEY, "match_id", "actor_id"),
            **why(Unshown.TECHNICAL, "from_state"),
            **why(Unshown.ABOUT_BOTH, "note"),
        },
    ),
    # What others did in their matches, with a colleague's words.
    Holding(
        MatchEvent,
        Section.MATCHES,
        Purpose.PROOF,
        Basis.INTEREST,
        Kept.AS_NUMBER,
        in_matches(MatchEvent.match_id),
        (),
        {
            **KEYS,
            **why(Unshown.KEY, "match_id"),
            **why(Unshown.COLLEAGUE, "actor_id"),
            **why(Unshown.ABOUT_BOTH, "at", "from_state", "to_state", "reason", "note"),
        },
        emptied={"note": ""},
    ),
    Holding(
        HeldMeeting,
        Section.MATCHES,
        Purpose.ACCOMPANYING,
        Basis.AGREEMENT,
        Kept.AS_NUMBER,
        by(HeldMeeting.told_by_id),
        ("held_on", "said", "noted_at"),
        {**PUBLIC_KEYS, **why(Unshown.KEY, "match_id", "told_by_id")},
        emptied={"said": ""},
    ),
    Holding(
        FollowUp,
        Section.MATCHES,
        Purpose.ACCOMPANYING,
        Basis.AGREEMENT,
        Kept.AS_NUMBER,
        by(FollowUp.party_id),
        ("due_on", "sent_at", "answered_at", "met", "face", "call_me", "comment"),
        {
            **KEYS,
            **why(Unshown.KEY, "match_id", "party_id", "side", "step"),
            **why(Unshown.TECHNICAL, "reminded_at", "silent_at", "planned_on", "skipped_at"),
            **why(Unshown.TECHNICAL, "asked_at"),
        },
        emptied={"comment": ""},
    ),
    Holding(
        EvaluationAnswer,
        Section.MATCHES,
        Purpose.EVALUATION,
        Basis.INTEREST,
        Kept.AS_NUMBER,
        by(EvaluationAnswer.party_id),
        (
            "invited_at",
            "answered_at",
            "still_meet",
            "satisfaction",
            "outcomes",
            "own_marks",
            "comment",
        ),
        {
            **KEYS,
            **why(Unshown.KEY, "round_id", "match_id", "party_id", "side"),
            **why(Unshown.TECHNICAL, "reminded_at", "sent_at"),
        },
        emptied={"comment": ""},
    ),
    Holding(
        Attendance,
        Section.MATCHES,
        Purpose.EVALUATION,
        Basis.INTEREST,
        Kept.AS_NUMBER,
        by(Attendance.party_id),
        ("noted_at",),
        {**KEYS, **why(Unshown.KEY, "round_id", "party_id")},
    ),
    Holding(
        ClosingWords,
        Section.MATCHES,
        Purpose.ACCOMPANYING,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        on_own_side(ClosingWords),
        ("said", "heard", "noted_at"),
        {**KEYS, **why(Unshown.KEY, "match_id", "side")},
        goes=True,
    ),
    _never(by(NeverPair.said_by_id), "code", "reason", "created_at"),
    # Whoever met one family would know who asked for it: that there is one is not told.
    _never(
        lambda party: or_(NeverPair.volunteer_id == party.id, NeverPair.household_id == party.id),
        **why(Unshown.ABOUT_BOTH, "code", "reason", "created_at"),
    ),
    Holding(
        Pin,
        Section.MATCHES,
        Purpose.MATCHING,
        Basis.INTEREST,
        Kept.WHILE_HERE,
        lambda party: or_(Pin.volunteer_id == party.id, Pin.household_id == party.id),
        ("created_at",),
        {
            **KEYS,
            **_SIDES,
            **why(Unshown.ABOUT_BOTH, "reason", "note"),
            **why(Unshown.COLLEAGUE, "pinned_by_id"),
        },
        goes=True,
    ),
)
