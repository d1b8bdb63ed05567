"""The mailer and the gateway of the running installation."""

from __future__ import annotations

from config.settings import Settings
from web.delivery.http_sms import HttpSmsGateway
from web.delivery.mailbox import DevelopmentMailbox
from web.delivery.no_sms import NoSmsGateway
from web.delivery.protocols import Mailer, SmsGateway
from web.delivery.smtp import SmtpMailer


class PostOffice:
    """Where a worded message is handed in; `configure` is called once by `create_app`.

    Attributes:
        sender: the address that mails come from.
        base_url: what links in messages begin with.
        quiet_hours: whether messages wait for the morning and for Monday.
    """

    mailer: Mailer
    sms: SmsGateway
    sender: str
    base_url: str
    quiet_hours: bool

    def configure(self, settings: Settings) -> None:
        """Choose the implementations that the settings name.

        Raises:
            ValueError: an address that neither implementation understands.
        """
        self.sender, self.base_url = settings.mail_from, settings.base_url
        self.quiet_hours = settings.quiet_hours
        mailbox = DevelopmentMailbox(settings.mailbox_dir)
        self.mailer = mailbox if settings.smtp_url == "mailbox:" else SmtpMailer(settings.smtp_url)
        self.sms = _sms_gateway(settings.sms_url, mailbox)


def _sms_gateway(url: str, mailbox: DevelopmentMailbox) -> SmsGateway:
    if not url:
        return NoSmsGateway()
    return mailbox if url == "mailbox:" else HttpSmsGateway(url)


post_office = PostOffice()
