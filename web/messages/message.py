"""The shape of what we say to people, and how it becomes a mail or a text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from web.models import Match, Party, Scheme
from web.models.vocabulary import Side


@dataclass(frozen=True, slots=True)
class Attachment:
    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """Worded for one person; the same words serve as mail and as text message.

    Attributes:
        subject: of a mail; gives nothing away.
        paragraphs: of a mail.
        text: one sentence for a text message; the link is put behind it.
        links: words, each with where they lead, in a mail.
        closing: the last sentence of a mail.
        below: the first paragraph, where its reader was greeted above it in the same mail.
        also: others that leave in the same mail.
        button: the words on the link, where there is one.
        url: the link.
    """

    subject: str
    paragraphs: tuple[str, ...]
    text: str
    button: str = ""
    url: str = ""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    below: str = ""
    also: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a message may draw on; `link` and `code` make their secret only when called."""

    party: Party
    scheme: Scheme
    now: datetime
    link: Callable[[str, int], str]
    code: Callable[[], str]
    # What addresses of pages begin with.
    base_url: str = ""
    subject_id: int = 0
    match: Match | None = None
    side: Side | None = None
    details: dict[str, str] = field(default_factory=dict)
