from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol


class TemporaryFailure(Exception):
    """The provider cannot take it now; it may later."""


class PermanentFailure(Exception):
    """The provider says that it never will: no such mailbox, no such number."""


# In a problem's text: the number cannot be reached by anybody, ever.
NO_SUCH_NUMBER = "no such number"
# Of RFC 3463: no such mailbox or domain, not an address, moved away, no mail accepted, disabled.
_GONE = re.compile(r"(?<![\d.])5\.(1\.(1|2|3|6|10)|2\.1)(?![\d.])")


def says_gone(problem: str) -> bool:
    """Whether a problem's text says that nobody is there, rather than that this mail was refused.

    A full mailbox, a filter or a sender that is not trusted says nothing about the address.
    """
    return NO_SUCH_NUMBER in problem or _GONE.search(problem) is not None


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail to one recipient.

    Attributes:
        key: stable over all attempts; becomes the Message-ID.
        html: an alternative to `text`, in the same words.
        attachments: (file name, media type, content).
        reply_to: where answers go; empty where they go to the sender.
        return_path: where a mail server reports that it could not deliver; empty as above.
        unsubscribe: an address at which a POST stops such mails (RFC 8058); empty for none.
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
    reply_to: str = ""
    return_path: str = ""
    unsubscribe: str = ""


@dataclass(frozen=True, slots=True)
class TextMessage:
    """One text message; `key` is the idempotency key, `recipient` a number in E.164.

    Attributes:
        channel: `sms`, or `whatsapp` at the same number.
    """

    key: str
    sender_name: str
    recipient: str
    text: str
    language: str
    channel: str = "sms"


class Mailer(Protocol):
    def send(self, mail: Mail) -> None:
        """Hand over. Raises TemporaryFailure or PermanentFailure."""


class SmsGateway(Protocol):
    def send(self, message: TextMessage) -> None:
        """Hand over. Raises TemporaryFailure or PermanentFailure."""
