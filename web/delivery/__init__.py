"""Getting a worded message out of the house: two small protocols and what implements them."""

from web.delivery.post_office import PostOffice, post_office
from web.delivery.protocols import (
    Mail,
    Mailer,
    PermanentFailure,
    SmsGateway,
    TemporaryFailure,
    TextMessage,
)

__all__ = [
    "Mail",
    "Mailer",
    "PermanentFailure",
    "PostOffice",
    "SmsGateway",
    "TemporaryFailure",
    "TextMessage",
    "post_office",
]
