from __future__ import annotations

from pathlib import Path

from web.delivery import DevelopmentMailbox, Mail, TextMessage


def letter(key: str, subject: str = "Καλημέρα") -> Mail:
    return Mail(
        key=key,
        sender="buddies@example.org",
        sender_name="Buddies",
        recipient="hana@example.org",
        subject=subject,
        text="Two lines\nof words\n",
        html="<p>Words</p>",
        language="el",
        attachments=(("note.pdf", "application/pdf", b"%PDF"),),
    )


def test_the_same_key_twice_is_one_letter(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    mailbox.send(letter("one", "first"))
    mailbox.send(letter("one", "second"))
    mailbox.send(letter("two", "third"))

    assert [it.subject for it in mailbox.newest()] == ["third", "first"]


def test_a_mail_is_read_as_it_was_sent(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path)
    mailbox.send(letter("one"))

    (read,) = mailbox.newest()
    assert (read.channel, read.recipient, read.language) == ("email", "hana@example.org", "el")
    assert (read.subject, read.text) == ("Καλημέρα", "Two lines\nof words\n")
    assert read.html.strip() == "<p>Words</p>"
    assert read.attachments == (("note.pdf", "application/pdf", b"%PDF"),)
    assert mailbox.open(read.key) == read


def test_a_text_message_is_kept_beside_the_mails(tmp_path: Path) -> None:
    mailbox = DevelopmentMailbox(tmp_path)
    mailbox.send(TextMessage("one", "Palier", "+32470123456", "سلام https://example.org/l/1", "fa"))

    (read,) = mailbox.newest()
    assert (read.channel, read.recipient, read.html) == ("sms", "+32470123456", "")
    assert read.text.strip() == "سلام https://example.org/l/1"


def test_nothing_outside_the_mailbox_can_be_opened(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("SECRET_KEY=x")
    mailbox = DevelopmentMailbox(tmp_path / "mailbox")
    mailbox.send(letter("one"))

    assert mailbox.open("../../secrets.env") is None
    assert mailbox.open("unknown") is None
