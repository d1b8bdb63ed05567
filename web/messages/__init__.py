"""What we say to people: a function per message, whole sentences, nothing that gives them away."""

from web.messages import (
    access,
    changes,
    contact_changes,
    evaluations,
    follow_ups,
    matches,
    meetings,
    meetings_desk,
    own_page,
    volunteer_questions,
)
from web.messages.message import Attachment, Context, Message
from web.messages.registry import kinds, wording

__all__ = [
    "Attachment",
    "Context",
    "Message",
    "access",
    "changes",
    "contact_changes",
    "evaluations",
    "follow_ups",
    "kinds",
    "matches",
    "meetings",
    "meetings_desk",
    "own_page",
    "volunteer_questions",
    "wording",
]
