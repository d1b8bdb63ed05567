"""A mail as MIME, the same for a real server and for the development mailbox."""

from __future__ import annotations

import hashlib
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate

from web.delivery.protocols import Mail, PermanentFailure


def as_mime(mail: Mail) -> EmailMessage:
    """Build the message: text, the same words as HTML, attachments.

    Raises:
        PermanentFailure: the recipient is not exactly one address.
    """
    message = EmailMessage(policy=SMTP)
    sender = Address(addr_spec=mail.sender)
    message["From"] = Address(one_line(mail.sender_name), sender.username, sender.domain)
    # An Address object holds one recipient; a string with a comma would be two.
    message["To"] = _recipient(mail)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{digest(mail.key)}@{sender.domain}>"
    # No holiday reply shall answer us, and no other machine either.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    for filename, media_type, content in mail.attachments:
        main, _, sub = media_type.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=one_line(filename))
    # Last, since giving a message its content sweeps away headers of that name.
    message["Content-Language"] = mail.language
    return message


def digest(key: str) -> str:
    """A stable name for everything that is sent under `key`."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def one_line(text: str) -> str:
    """A header has no line break, or its second line would be a header of somebody's choice."""
    return " ".join(text.split())


def _recipient(mail: Mail) -> Address:
    try:
        return Address(addr_spec=mail.recipient)
    except Exception as problem:  # the parser raises half a dozen kinds of errors
        raise PermanentFailure("not one address") from problem
