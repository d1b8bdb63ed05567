"""How we write to somebody: WhatsApp only where the installation has it, and they choose it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from web.messages.complaints import complaint
from web.messages.words import channel_name
from web.models.vocabulary import Channel
from web.services import ways
from web.services.normalise import Complaint

_WORDED_ALIKE = (Channel.SMS, Channel.EMAIL)


def channels() -> dict[str, str]:
    offered = {channel.value: channel_name(channel) for channel in _WORDED_ALIKE}
    if ways.is_open(Channel.WHATSAPP):
        offered[Channel.WHATSAPP.value] = _("WhatsApp, or a text message if that does not work")
    return offered


class ChannelField(RadioField):
    def __init__(self, label: str, validators: list[Any], **kwargs: Any) -> None:
        super().__init__(label, validators, choices=channels, **kwargs)

    @property
    def offers_whatsapp(self) -> bool:
        """Whether who chooses must know what WhatsApp learns."""
        return ways.is_open(Channel.WHATSAPP)


class ContactFor:
    """The way that is chosen needs its address or number, in the fields beside it."""

    def __call__(self, form: Any, field: Field) -> None:
        wanted = form.email if field.data == Channel.EMAIL else form.phone
        if not wanted.data and (form.phone.data or form.email.data):
            raise ValidationError(complaint(Complaint.CHANNEL_WITHOUT_CONTACT))
