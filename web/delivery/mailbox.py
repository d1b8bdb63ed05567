"""The development mailbox: a Maildir on disk that stands in for the world's mail and phones."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import formatdate
from pathlib import Path

from web.delivery.mime import as_mime, digest, one_line
from web.delivery.protocols import Mail, TextMessage

_CHANNEL = "X-Palier-Channel"


@dataclass(frozen=True, slots=True)
class Letter:
    """What arrived.

    Attributes:
        key: its name in the mailbox.
        channel: `email`, `sms` or `whatsapp`.
        recipient: an address or a number.
        html: empty for a text message.
        reply_to: empty where answers go to the sender.
        unsubscribe: where such mails are stopped, or empty.
        attachments: (file name, media type, content).
    """

    key: str
    channel: str
    arrived_at: datetime
    sender: str
    recipient: str
    language: str
    subject: str
    text: str
    html: str
    attachments: tuple[tuple[str, str, bytes], ...]
    reply_to: str
    unsubscribe: str


class DevelopmentMailbox:
    """Takes mails and text messages; the same key twice is one letter, as with a good provider."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Mail | TextMessage) -> None:
        """Keep it. Raises PermanentFailure for what is no address."""
        mime = as_mime(message) if isinstance(message, Mail) else _text_as_mime(message)
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        # Delivered as Maildir demands: written aside, then linked in; an existing name stays.
        with tempfile.NamedTemporaryFile(dir=self.folder / "tmp", delete=False) as draft:
            draft.write(mime.as_bytes(policy=mime.policy.clone(linesep="\n")))
        with suppress(FileExistsError):
            os.link(draft.name, self.folder / "new" / digest(message.key))
        Path(draft.name).unlink()

    def newest(self, limit: int = 200) -> list[Letter]:
        """The letters, newest first."""
        if not self.folder.is_dir():
            return []
        files = [
            (file.stat().st_mtime_ns, file)
            for part in ("new", "cur")
            for file in (self.folder / part).iterdir()
        ]
        return [_read(file) for _, file in sorted(files, reverse=True)[:limit]]

    def open(self, key: str) -> Letter | None:
        """One letter by its name."""
        for part in ("new", "cur"):
            for file in (self.folder / part).glob("*"):
                if file.name == key:
                    return _read(file)
        return None


def _text_as_mime(message: TextMessage) -> EmailMessage:
    mime = EmailMessage(policy=SMTP)
    mime[_CHANNEL] = message.channel
    mime["From"] = one_line(message.sender_name)
    mime["To"] = message.recipient
    mime["Date"] = formatdate()
    mime.set_content(message.text)
    mime["Content-Language"] = message.language
    return mime


def _read(file: Path) -> Letter:
    mime = message_from_bytes(file.read_bytes(), policy=default)
    assert isinstance(mime, EmailMessage)  # noqa: S101 - what this policy makes
    text, html = mime.get_body(("plain",)), mime.get_body(("html",))
    return Letter(
        key=file.name,
        channel=mime.get(_CHANNEL, "email"),
        arrived_at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        sender=str(mime["From"]),
        recipient=str(mime["To"]),
        language=str(mime["Content-Language"]),
        subject=str(mime.get("Subject", "")),
        text=text.get_content() if text else "",
        html=html.get_content() if html else "",
        attachments=tuple(
            (part.get_filename() or "attachment", part.get_content_type(), _bytes(part))
            for part in mime.iter_attachments()
        ),
        reply_to=str(mime.get("Reply-To", "")),
        unsubscribe=str(mime.get("List-Unsubscribe", "")).strip("<>"),
    )


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
