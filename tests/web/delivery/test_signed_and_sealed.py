"""What the receiving server can check: the line is encrypted, and the mail is ours."""

from __future__ import annotations

import base64
from email import message_from_bytes
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization

from tests.web.delivery.receiving import KEY, certificate, private_pem, server
from tests.web.delivery.test_smtp import mail
from web.delivery import DkimSigner, SmtpMailer, TemporaryFailure


def public_key_in_the_dns(name: bytes, timeout: int = 5) -> bytes:
    assert name == b"may._domainkey.example.org."
    public = KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_a_server_with_a_certificate_that_we_trust_gets_the_mail_over_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pem = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with server(pem) as (inbox, port):
        SmtpMailer(f"smtp://127.0.0.1:{port}").send(mail())
    assert inbox.over_tls == [True]


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    with server(certificate(tmp_path)) as (inbox, port):
        with pytest.raises(TemporaryFailure, match="SSLCertVerificationError"):
            SmtpMailer(f"smtp://127.0.0.1:{port}").send(mail())
        assert inbox.contents == []


def test_what_arrives_proves_that_it_is_ours_and_whole() -> None:
    signer = DkimSigner("example.org", "may", private_pem())
    with server() as (inbox, port):
        SmtpMailer(f"smtp://127.0.0.1:{port}", signer).send(
            mail(
                text="أهلا\n.a line that begins with a dot\n",
                unsubscribe="https://buddies.example.org/l/" + "x" * 66,
                attachments=(("visit.ics", "text/calendar", b"BEGIN:VCALENDAR"),),
            )
        )
    (content,) = inbox.contents
    assert dkim.verify(content, dnsfunc=public_key_in_the_dns)
    signature = str(message_from_bytes(content)["DKIM-Signature"])
    signed = "".join(signature.partition("h=")[2].partition(";")[0].split()).split(":")
    assert {"list-unsubscribe", "list-unsubscribe-post", "subject", "to"} <= set(signed)
    for forged in (
        content.replace(b"Subject: ", b"Subject: Bank "),
        b"From: somebody@else.example\r\n" + content,
    ):
        assert not dkim.verify(forged, dnsfunc=public_key_in_the_dns)


def test_a_key_that_is_none_stops_the_start() -> None:
    with pytest.raises(ValueError, match="DKIM_KEY_FILE"):
        DkimSigner("example.org", "may", b"no key")
