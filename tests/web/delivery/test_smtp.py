from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from tests.ports import free_port
from web.delivery import Mail, PermanentFailure, SmtpMailer, TemporaryFailure, says_gone


class Receiver:
    """A real SMTP server's mailbox that refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.port = 0
        self.envelopes: list[Envelope] = []
        self.answer_to_recipient = "250 OK"
        self.answer_to_data = "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.envelopes.append(envelope)
        return self.answer_to_data

    def mails(self) -> list[EmailMessage]:
        return [_parse(envelope.content) for envelope in self.envelopes]

    def mail(self) -> EmailMessage:
        (message,) = self.mails()
        return message


def _parse(content: bytes | str | None) -> EmailMessage:
    assert isinstance(content, bytes)
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    receiver.port = free_port()
    controller = Controller(receiver, hostname="127.0.0.1", port=receiver.port)
    controller.start()
    yield receiver
    controller.stop()


@pytest.fixture
def mailer(receiver: Receiver) -> SmtpMailer:
    return SmtpMailer(f"smtp://127.0.0.1:{receiver.port}")


def mail(**changes: object) -> Mail:
    values: dict[str, object] = {
        "key": "notification-1",
        "sender": "buddies@example.org",
        "sender_name": "Buddies",
        "recipient": "hana@example.org",
        "subject": "مرحبا",
        "text": "أهلا\n",
        "html": '<html dir="rtl"><p>أهلا</p></html>',
        "language": "ar",
        **changes,
    }
    return Mail(**values)  # type: ignore[arg-type]


def test_a_mail_arrives_with_both_alternatives_and_its_attachment(
    mailer: SmtpMailer, receiver: Receiver
) -> None:
    mailer.send(mail(attachments=(("visit.ics", "text/calendar", b"BEGIN:VCALENDAR"),)))

    received = receiver.mail()
    assert received["Subject"] == "مرحبا"
    assert received["Auto-Submitted"] == "auto-generated"
    plain, html = received.get_body(("plain",)), received.get_body(("html",))
    assert plain is not None
    assert plain.get_content().strip() == "أهلا"
    assert html is not None
    assert 'dir="rtl"' in html.get_content()
    (attachment,) = received.iter_attachments()
    assert attachment.get_filename() == "visit.ics"
    assert receiver.envelopes[0].rcpt_tos == ["hana@example.org"]


def test_the_message_id_is_the_same_at_every_attempt_and_differs_between_messages(
    mailer: SmtpMailer, receiver: Receiver
) -> None:
    for key in ("one", "one", "two"):
        mailer.send(mail(key=key))

    first, again, other = (message["Message-ID"] for message in receiver.mails())
    assert first == again != other


@pytest.mark.parametrize("field", ["subject", "sender_name"])
def test_a_line_break_in_a_header_starts_no_header_of_its_own(
    mailer: SmtpMailer, receiver: Receiver, field: str
) -> None:
    mailer.send(mail(**{field: "Hello\r\nBcc: somebody@example.org"}))

    assert receiver.mail()["Bcc"] is None
    assert receiver.envelopes[0].rcpt_tos == ["hana@example.org"]


@pytest.mark.parametrize("recipient", ["a@example.org, b@example.org", "", "nobody", "a@b@c"])
def test_what_is_not_one_address_is_refused_for_good(
    mailer: SmtpMailer, receiver: Receiver, recipient: str
) -> None:
    with pytest.raises(PermanentFailure):
        mailer.send(mail(recipient=recipient))
    assert not receiver.envelopes


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        ("550 5.1.1 hana@example.org unknown", PermanentFailure),
        ("451 4.7.1 greylisted", TemporaryFailure),
    ],
)
@pytest.mark.parametrize("step", ["answer_to_recipient", "answer_to_data"])
def test_five_hundreds_are_for_good_and_name_nobody(
    mailer: SmtpMailer, receiver: Receiver, step: str, answer: str, failure: type[Exception]
) -> None:
    setattr(receiver, step, answer)

    with pytest.raises(failure) as problem:
        mailer.send(mail())
    assert str(problem.value) == f"SMTP {answer[:9]}"


def test_a_server_that_is_away_may_be_back_later(receiver: Receiver) -> None:
    nobody_listens = SmtpMailer("smtp://127.0.0.1:1")
    with pytest.raises(TemporaryFailure):
        nobody_listens.send(mail())


def test_no_password_is_told_without_tls_even_to_a_server_that_would_take_it() -> None:
    told: list[object] = []

    def listen(*heard: object) -> AuthResult:
        told.append(heard)
        return AuthResult(success=True)

    port = free_port()
    controller = Controller(
        Receiver(), hostname="127.0.0.1", port=port, auth_require_tls=False, authenticator=listen
    )
    controller.start()
    try:
        with pytest.raises(TemporaryFailure, match="NotSupported"):
            SmtpMailer(f"smtp://user:secret@127.0.0.1:{port}").send(mail())
    finally:
        controller.stop()
    assert told == []


@pytest.mark.parametrize("url", ["http://example.org", "smtp://", "example.org:25"])
def test_an_address_that_is_no_mail_server_stops_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="SMTP_URL"):
        SmtpMailer(url)


def test_answers_go_to_the_scheme_and_reports_to_the_return_address(
    mailer: SmtpMailer, receiver: Receiver
) -> None:
    mailer.send(mail(reply_to="team@neighbours.example", return_path="bounces+1-a@example.org"))

    received = receiver.mail()
    assert received["Reply-To"] == "team@neighbours.example"
    assert received["From"] == "Buddies <buddies@example.org>"
    assert receiver.envelopes[0].mail_from == "bounces+1-a@example.org"


def test_a_mail_that_can_be_stopped_says_how_on_one_line_however_long(
    mailer: SmtpMailer, receiver: Receiver
) -> None:
    address = "https://buddies.example.org/l/" + "x" * 22 + "/" + "y" * 43
    mailer.send(mail(unsubscribe=address))

    content = receiver.envelopes[0].content
    assert isinstance(content, bytes)
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in content
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in content


def test_a_mail_that_cannot_be_stopped_does_not_say_so(
    mailer: SmtpMailer, receiver: Receiver
) -> None:
    mailer.send(mail())
    assert receiver.mail()["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("problem", "gone"),
    [
        ("SMTP 550 5.1.1", True),
        ("5.1.10", True),
        ("SMTP 550 5.2.1", True),
        ("no such number", True),
        ("SMTP 552 5.2.2", False),  # full
        ("SMTP 550 5.7.1", False),  # a filter
        ("SMTP 550 5.1.8", False),  # our own address
        ("SMTP 550", False),
        ("SMTP 550 5.1.11", False),
    ],
)
def test_only_some_refusals_say_that_nobody_is_there(problem: str, *, gone: bool) -> None:
    assert says_gone(problem) is gone
