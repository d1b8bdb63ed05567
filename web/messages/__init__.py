"""What we say to people: a function per message, whole sentences, nothing that gives them away."""

from web.messages import (
    access,
    changes,
    contact_changes,
    digest,
    evaluations,
    follow_ups,
    matches,
    meetings,
    meetings_desk,
    own_page,
    sender_test,
    volunteer_questions,
)
from web.messages.bundle import bundle
from web.messages.message import Attachment, Context, Message
from web.messages.registry import kinds, wording

__all__ = [
    "Attachment",
    "Context",
    "Message",
    "access",
    "bundle",
    "changes",
    "contact_changes",
    "digest",
    "evaluations",
    "follow_ups",
    "kinds",
    "matches",
    "meetings",
    "meetings_desk",
    "own_page",
    "sender_test",
    "volunteer_questions",
    "wording",
]
