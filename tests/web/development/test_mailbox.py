from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from flask import Flask

from config.settings import Settings
from tests.browsing import Client
from web.delivery import DevelopmentMailbox, Letter, Mail, TextMessage

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def letters(app: Flask) -> Iterator[list[Letter]]:
    settings: Settings = app.config["PALIER"]
    # Whatever other tests have sent with the same application.
    shutil.rmtree(settings.mailbox_dir, ignore_errors=True)
    mailbox = DevelopmentMailbox(settings.mailbox_dir)
    mailbox.send(
        Mail(
            key="page",
            sender="buddies@example.org",
            sender_name="Buddies",
            recipient="hana@example.org",
            subject=f"Hello {SCRIPT}",
            text="Look here:\nhttps://example.org/l/1/abc\n\n" + SCRIPT,
            html=f'<p style="color:red">Hello</p>{SCRIPT}',
            language="en",
            attachments=(("visit.ics", "text/calendar", b"BEGIN:VCALENDAR"),),
        )
    )
    mailbox.send(
        TextMessage("text", "Palier", "+32470123456", "Hi https://example.org/l/2/x", "en")
    )
    yield mailbox.newest()
    shutil.rmtree(settings.mailbox_dir)


def test_mails_and_texts_are_listed_and_their_links_can_be_followed(
    client: Client, letters: list[Letter]
) -> None:
    page = client.get("/dev/mailbox").text
    for letter in letters:
        assert f"/dev/mailbox/{letter.key}" in page
        opened = client.get(f"/dev/mailbox/{letter.key}").text
        assert 'href="https://example.org/l/' in opened
        assert SCRIPT not in opened
    assert SCRIPT not in page


def test_a_mail_is_shown_as_sent_behind_a_wall(client: Client, letters: list[Letter]) -> None:
    (mail,) = (letter for letter in letters if letter.channel == "email")
    shown = client.get(f"/dev/mailbox/{mail.key}/html")

    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert 'style="color:red"' in shown.text


def test_an_attachment_can_be_fetched_and_an_unknown_one_not(
    client: Client, letters: list[Letter]
) -> None:
    (mail,) = (letter for letter in letters if letter.channel == "email")
    fetched = client.get(f"/dev/mailbox/{mail.key}/attachments/0")

    assert (fetched.mimetype, fetched.data) == ("text/calendar", b"BEGIN:VCALENDAR")
    assert client.get(f"/dev/mailbox/{mail.key}/attachments/1").status_code == 404
    assert client.get("/dev/mailbox/unknown").status_code == 404
