from web.reply import (
    changes,
    contacts,
    evaluations,
    follow_ups,
    households,
    matches,
    meetings,
    unsubscribing,
    views,
)
from web.reply.blueprint import blueprint

__all__ = [
    "blueprint",
    "changes",
    "contacts",
    "evaluations",
    "follow_ups",
    "households",
    "matches",
    "meetings",
    "unsubscribing",
    "views",
]
