"""The mailer and the gateway of the running installation."""

from __future__ import annotations

from config.settings import Settings
from web.delivery.protocols import Mailer, SmsGateway


class PostOffice:
    """Where a worded message is handed in; `configure` is called once by `create_app`."""

    mailer: Mailer
    sms: SmsGateway

    def configure(self, settings: Settings) -> None:
        """Choose the implementations that the settings name."""


post_office = PostOffice()
