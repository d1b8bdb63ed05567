"""Messages that somebody may do without: who has stopped them gets none, decisions go first."""

from __future__ import annotations

OPTIONAL = frozenset(
    {
        "evaluation_invitation",
        "evaluation_reminder",
        "follow_up",
        "follow_up_reminder",
        "volunteers_meeting",
    }
)

# Thanks are no decision either: to a volunteer they count for the one mail a week.
WEEKLY = OPTIONAL | {"first_meeting", "match_ended"}
