"""The history of a profile in words: which field, and what its codes say."""

from __future__ import annotations

from collections.abc import Callable

from flask_babel import format_decimal
from flask_babel import gettext as _

from web.messages import words
from web.messages.explanations import DAYS, PARTS, slot_in_words
from web.messages.languages import language_name
from web.messages.lists import apart, listed
from web.models.vocabulary import Channel, HelpCategory, ProfileField


def field_name(field: ProfileField) -> str:
    return {
        ProfileField.NAME: _("Name"),
        ProfileField.ALIAS: _("Told to the other side"),
        ProfileField.EMAIL: _("E-mail"),
        ProfileField.PHONE: _("Phone"),
        ProfileField.CHANNEL: _("How we write"),
        ProfileField.LANGUAGE: _("Language of our messages"),
        ProfileField.ADDRESS: _("Address"),
        ProfileField.PLACE: _("Place"),
        ProfileField.LANGUAGES: _("Languages"),
        ProfileField.INTERPRETER: _("Interpreter"),
        ProfileField.SLOTS: _("When in the week"),
        ProfileField.NEEDS: _("What would help"),
        ProfileField.OFFERS: _("Would do together"),
        ProfileField.LIMITS: _("Limits"),
        ProfileField.CAPACITY: _("How many at a time"),
        ProfileField.PEOPLE: _("Years of birth"),
        ProfileField.AGE: _("Age"),
        ProfileField.GENDER: _("Gender"),
        ProfileField.NOTE: _("Note"),
    }[field]


def value_words(field: ProfileField, value: str) -> str:
    """What a value of a field says; an empty one says so."""
    if not value:
        return _("nothing")
    if field is ProfileField.CHANNEL:
        return by_channel(value)
    if field is ProfileField.SLOTS:
        return _moments(int(value))
    if field is ProfileField.INTERPRETER:
        return _("can come along")
    wordings: dict[ProfileField, Callable[[str], str]] = {
        ProfileField.LANGUAGE: language_name,
        ProfileField.LANGUAGES: _language,
        ProfileField.NEEDS: _need,
        ProfileField.OFFERS: lambda code: words.category_name(HelpCategory(code)),
        ProfileField.LIMITS: _limit,
        ProfileField.PEOPLE: str,
        ProfileField.AGE: words.age_band_name,
        ProfileField.GENDER: words.gender_name,
    }
    if field not in wordings:
        return value
    join = apart if field in {ProfileField.NEEDS, ProfileField.OFFERS} else listed
    return join([wordings[field](code) for code in value.split()])


def by_channel(channel: str) -> str:
    return {
        Channel.EMAIL: _("by e-mail"),
        Channel.SMS: _("by text message"),
        Channel.WHATSAPP: _("by WhatsApp"),
    }[Channel(channel)]


def _language(code: str) -> str:
    tag, _colon, level = code.partition(":")
    return f"{language_name(tag)} ({words.level_name(int(level))})"


def _need(code: str) -> str:
    category, _colon, priority = code.partition(":")
    return f"{words.category_name(HelpCategory(category))} ({words.priority_name(int(priority))})"


def _limit(code: str) -> str:
    if code.isdecimal():
        return f"{format_decimal(int(code) / 1000, format='0.#')} km"
    return {
        "only_women": _("only women"),
        "no_children": _("no households with children"),
        "step_free": _("meets without stairs"),
        "step_free_only": _("no stairs"),
    }[code]


def _moments(slots: int) -> str:
    """The moments of a week, 'Monday morning'; nothing where there is none."""
    moments = [slot_in_words(slot) for slot in range(DAYS * PARTS) if slots >> slot & 1]
    return listed(moments) if moments else _("nothing")
