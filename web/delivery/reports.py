"""Reports of mail servers: what could not be delivered (RFC 3464), what was unwanted (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message

# Where the return address of the mail that is reported may stand.
_OUTSIDE = ("To", "Delivered-To", "X-Original-To")
_INSIDE = ("Original-Mail-From", "Return-Path")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_UNWANTED = frozenset({"abuse", "opt-out", "opt-out-list"})


@dataclass(frozen=True, slots=True)
class Report:
    """What a mail server says of one mail.

    Attributes:
        unwanted: its reader called it unwanted; else it could not be delivered.
        status: the enhanced code of a failure, or empty.
        about: headers of which one holds the mail's return address; as they came, so unchecked.
    """

    unwanted: bool
    status: str
    about: tuple[str, ...]


def read(content: bytes) -> Report | None:
    """The report in a mail; None for any other mail, and for one that only tells of a delay."""
    mail = message_from_bytes(content)
    about = tuple(value for part in mail.walk() for value in _headers(part))
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            failed = [block for block in _blocks(part) if _field(block, "Action") == "failed"]
            if failed:
                found = _STATUS.match(_field(failed[0], "Status"))
                return Report(unwanted=False, status=found[0] if found else "", about=about)
        elif kind == "message/feedback-report":
            for block in _blocks(part):
                if _field(block, "Feedback-Type") in _UNWANTED:
                    return Report(unwanted=True, status="", about=about)
    return None


def _headers(part: Message) -> Iterator[str]:
    for name in (*_OUTSIDE, *_INSIDE):
        yield from (str(value) for value in part.get_all(name, []))


def _blocks(part: Message) -> list[Message]:
    """The groups of fields in a part that is written like headers."""
    payload = part.get_payload()
    return [block for block in payload if isinstance(block, Message)] if _is_list(payload) else []


def _is_list(payload: object) -> bool:
    return isinstance(payload, list)


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().lower()
