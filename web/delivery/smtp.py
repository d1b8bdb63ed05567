from __future__ import annotations

import re
import smtplib
import ssl
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from web.delivery.dkim_signer import DkimSigner
from web.delivery.mime import as_mime
from web.delivery.protocols import Mail, PermanentFailure, TemporaryFailure

# Of each step; all nine together end before the outbox's lease of two minutes does.
TIMEOUT_S = 12
_ENHANCED_CODE = re.compile(r"^\d\.\d{1,3}\.\d{1,3}")
_PERMANENT = 500


class SmtpMailer:
    """Hands mails to one SMTP server, a connection each.

    `smtps://` speaks TLS from the first byte. `smtp://` turns to TLS where the server offers it,
    and refuses to tell a password where it does not.

    Args:
        signer: signs what leaves; None where the mail server does.

    Raises:
        ValueError: the address is neither.
    """

    def __init__(self, url: str, signer: DkimSigner | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("SMTP_URL must look like smtp://user:password@host:587 or smtps://…")
        self._implicit_tls = parts.scheme == "smtps"
        self._host = parts.hostname
        self._port = parts.port or (465 if self._implicit_tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._signer = signer

    def send(self, mail: Mail) -> None:
        """Send one mail.

        Raises:
            PermanentFailure: the server refuses this recipient or this mail for good.
            TemporaryFailure: anything that somebody may mend, a wrong password included.
        """
        content = as_mime(mail).as_bytes()
        if self._signer is not None:
            content = self._signer.signed(content)
        server = self._connect()
        try:
            self._transmit(server, content, mail)
        finally:
            # The server has taken the mail or not by now; how it says goodbye changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        try:
            if self._implicit_tls:
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    self._host, self._port, timeout=TIMEOUT_S, context=context
                )
            else:
                server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
        except (OSError, smtplib.SMTPException) as problem:
            raise TemporaryFailure(_name(problem)) from problem
        try:
            self._introduce(server, context)
        except (OSError, smtplib.SMTPException) as problem:
            server.close()
            raise TemporaryFailure(_name(problem)) from problem
        return server

    def _introduce(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo_or_helo_if_needed()
        if not self._implicit_tls and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif self._user and not self._implicit_tls:
            raise smtplib.SMTPNotSupportedError("no STARTTLS, so no password")
        if self._user:
            server.login(self._user, self._password)

    @staticmethod
    def _transmit(server: smtplib.SMTP, content: bytes, mail: Mail) -> None:
        try:
            # The very bytes that were signed.
            server.sendmail(mail.return_path or mail.sender, [mail.recipient], content)
        except smtplib.SMTPRecipientsRefused as problem:
            ((code, reply),) = problem.recipients.values()
            raise _by_code(code, reply) from problem
        except smtplib.SMTPDataError as problem:
            raise _by_code(problem.smtp_code, problem.smtp_error) from problem
        except (OSError, smtplib.SMTPException) as problem:
            raise TemporaryFailure(_name(problem)) from problem


def _by_code(code: int, reply: bytes | str) -> PermanentFailure | TemporaryFailure:
    """5xx is for good. Replies often repeat the address, so only their codes are kept."""
    text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
    enhanced = _ENHANCED_CODE.match(text)
    name = f"SMTP {code} {enhanced.group() if enhanced else ''}".strip()
    return PermanentFailure(name) if code >= _PERMANENT else TemporaryFailure(name)


def _name(problem: Exception) -> str:
    code = getattr(problem, "smtp_code", None) or getattr(problem, "errno", None)
    return f"{type(problem).__name__} {code or ''}".strip()
