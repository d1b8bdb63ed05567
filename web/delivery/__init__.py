"""Getting a worded message out of the house: two small protocols and what implements them."""

from web.delivery.dkim_signer import DkimSigner
from web.delivery.http_sms import HttpSmsGateway
from web.delivery.mailbox import DevelopmentMailbox, Letter
from web.delivery.post_office import PostOffice, post_office
from web.delivery.protocols import (
    NO_SUCH_NUMBER,
    Mail,
    Mailer,
    PermanentFailure,
    SmsGateway,
    TemporaryFailure,
    TextMessage,
    says_gone,
)
from web.delivery.smtp import SmtpMailer

__all__ = [
    "NO_SUCH_NUMBER",
    "DevelopmentMailbox",
    "DkimSigner",
    "HttpSmsGateway",
    "Letter",
    "Mail",
    "Mailer",
    "PermanentFailure",
    "PostOffice",
    "SmsGateway",
    "SmtpMailer",
    "TemporaryFailure",
    "TextMessage",
    "post_office",
    "says_gone",
]
