"""A mail as MIME, the same for a real server and for the development mailbox."""

from __future__ import annotations

import hashlib
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import formatdate

from web.delivery.protocols import Mail, PermanentFailure


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A long address: folded, it would be encoded, and no program would find it."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("List-Unsubscribe", _Unfolded)
# Seven bits, so that no server on the way recodes the mail and breaks its signature.
_POLICY = SMTP.clone(cte_type="7bit", header_factory=_HEADERS)


def as_mime(mail: Mail) -> EmailMessage:
    """Build the message: text, the same words as HTML, attachments.

    Raises:
        PermanentFailure: the recipient is not exactly one address.
    """
    message = EmailMessage(policy=_POLICY)
    sender = Address(addr_spec=mail.sender)
    message["From"] = Address(one_line(mail.sender_name), sender.username, sender.domain)
    # An Address object holds one recipient; a string with a comma would be two.
    message["To"] = _recipient(mail)
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    message["Subject"] = one_line(mail.subject)
    message["Date"] = formatdate()
    message["Message-ID"] = f"<{digest(mail.key)}@{sender.domain}>"
    # No holiday reply shall answer us, and no other machine either.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
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
        recipient = Address(addr_spec=mail.recipient)
        # An address with an accent needs an extension that half of all servers lack.
        mail.recipient.encode("ascii")
    except Exception as problem:  # the parser raises half a dozen kinds of errors
        raise PermanentFailure("not one address") from problem
    return recipient
