"""The mailer and the gateways of the running installation."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from web.delivery.dkim_signer import DkimSigner
from web.delivery.http_sms import HttpSmsGateway
from web.delivery.mailbox import DevelopmentMailbox
from web.delivery.no_sms import NoSmsGateway
from web.delivery.protocols import Mailer, SmsGateway
from web.delivery.smtp import SmtpMailer


class PostOffice:
    """Where a worded message is handed in; `configure` is called once by `create_app`.

    Attributes:
        sender: the address that mails come from.
        bounces: where mail servers report what they could not deliver; empty for nowhere.
        base_url: what links in messages begin with.
        quiet_hours: whether messages wait for the morning and for Monday.
    """

    mailer: Mailer
    sms: SmsGateway
    whatsapp: SmsGateway
    sender: str
    bounces: str
    base_url: str
    quiet_hours: bool

    def configure(self, settings: Settings) -> None:
        """Choose the implementations that the settings name.

        Raises:
            ValueError: an address that no implementation understands.
        """
        self.sender, self.base_url = settings.mail_from, settings.base_url
        self.bounces = settings.bounce_address
        self.quiet_hours = settings.quiet_hours
        mailbox = DevelopmentMailbox(settings.mailbox_dir)
        self.mailer = mailbox if settings.smtp_url == "mailbox:" else _smtp_mailer(settings)
        self.sms = _gateway(settings.sms_url, "SMS_URL", mailbox)
        self.whatsapp = _gateway(settings.whatsapp_url, "WHATSAPP_URL", mailbox)

    @property
    def has_texts(self) -> bool:
        """Whether text messages leave at all."""
        return not isinstance(self.sms, NoSmsGateway)

    @property
    def has_whatsapp(self) -> bool:
        """Whether anybody is offered WhatsApp, or sees anything of it."""
        return not isinstance(self.whatsapp, NoSmsGateway)


def _smtp_mailer(settings: Settings) -> SmtpMailer:
    if not settings.dkim_selector:
        return SmtpMailer(settings.smtp_url)
    domain = settings.mail_from.rpartition("@")[2]
    key = Path(settings.dkim_key_file).read_bytes()
    return SmtpMailer(settings.smtp_url, DkimSigner(domain, settings.dkim_selector, key))


def _gateway(url: str, setting: str, mailbox: DevelopmentMailbox) -> SmsGateway:
    if not url:
        return NoSmsGateway()
    return mailbox if url == "mailbox:" else HttpSmsGateway(url, setting)


post_office = PostOffice()
