"""What mail servers send back, as Postfix and the feedback loops of mail providers write it."""

from __future__ import annotations


def failure(to: str, *, status: str, action: str = "failed") -> bytes:
    """A delivery status notification (RFC 3464)."""
    return f"""From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Thu, 26 Nov 2026 09:00:00 +0100 (CET)

Final-Recipient: rfc822; hana@households.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user here

--b1
Content-Type: text/rfc822-headers

From: Buddies <buddies@example.org>
To: hana@households.example

--b1--
""".replace("\n", "\r\n").encode()


def complaint(about: str, *, kind: str = "abuse") -> bytes:
    """A report of unwanted mail (RFC 5965), to a mailbox that tells nothing of the mail."""
    return f"""From: <feedback@provider.example>
To: <abuse@example.org>
Subject: FW: a mail of yours
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b2"

--b2
Content-Type: text/plain; charset=us-ascii

This is a report about a message that somebody did not want.

--b2
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1

--b2
Content-Type: message/rfc822

Return-Path: <{about}>
From: Buddies <buddies@example.org>
To: hana@households.example
Subject: How is it going?

Hello

--b2--
""".replace("\n", "\r\n").encode()
