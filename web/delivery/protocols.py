from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class TemporaryFailure(Exception):
    """The provider cannot take it now; it may later."""


class PermanentFailure(Exception):
    """The provider says that it never will: no such mailbox, no such number."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one recipient.

    Attributes:
        key: stable over all attempts; becomes the Message-ID.
        html: an alternative to `text`, in the same words.
        attachments: (file name, media type, content).
    """

    key: str
    sender: str
    sender_name: str
    recipient: str
    subject: str
    text: str
    html: str
    language: str
    attachments: tuple[tuple[str, str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One text message; `key` is the idempotency key, `recipient` a number in E.164."""

    key: str
    sender_name: str
    recipient: str
    text: str
    language: str


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand over. Raises TemporaryFailure or PermanentFailure."""


class SmsGateway(Protocol):
    def send(self, message: TextMessage) -> None:
        """Hand over. Raises TemporaryFailure or PermanentFailure."""
