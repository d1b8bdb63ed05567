"""What is known about a message that did not arrive, was not wanted, or waits for tomorrow."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from web.coordinator.shared import day
from web.messages.moments import message_about
from web.models import Task
from web.models.vocabulary import Channel, Role


def of_failed(task: Task) -> list[str]:
    known = task.evidence
    channel = Channel(known.get("channel", Channel.EMAIL))
    lines = [_how(channel)]
    if known.get("message"):
        lines.append(_("It was about: %(what)s", what=message_about(known["message"])))
    if known.get("gone"):
        lines.append(_nobody_there(channel))
    if known.get("instead") == Channel.SMS:
        lines.append(_("They were sent a text message instead."))
    elif known.get("instead") == Channel.EMAIL:
        lines.append(_("They were sent an e-mail instead."))
    elif known.get("gone") and task.party is not None and task.party.kind == Role.HOUSEHOLD:
        lines.append(_("The family chose this way as the safe one, so we took no other."))
    return lines


def _how(channel: Channel) -> str:
    return {
        Channel.EMAIL: _("By e-mail"),
        Channel.SMS: _("By text message"),
        Channel.WHATSAPP: _("By WhatsApp"),
    }[channel]


def _nobody_there(channel: Channel) -> str:
    return {
        Channel.EMAIL: _(
            "There is no such mailbox. We write there no more until you put it right."
        ),
        Channel.SMS: _("There is no such number. We write there no more until you put it right."),
        Channel.WHATSAPP: _(
            "WhatsApp does not know this number. We write there no more until you put it right."
        ),
    }[channel]


def of_unsubscribed(task: Task) -> list[str]:
    if task.evidence.get("complained"):
        return [_("Their mail program was told that our mail is unwanted.")]
    return []


def of_waiting(task: Task) -> list[str]:
    known = task.evidence
    if not known.get("limit"):
        return []
    told = {"limit": known["limit"], "day": day(date.fromisoformat(known["day"]))}
    if known["channel"] == Channel.SMS:
        return [_("On %(day)s the %(limit)s text messages of a day had been sent.", **told)]
    return [_("On %(day)s the %(limit)s mails of a day had been sent.", **told)]
