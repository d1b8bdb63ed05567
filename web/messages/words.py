"""The words of the domain as people read them, in the reader's language.

Each word is written literally, so that the catalogs find it. What stands in every row of a list is
a table of words that are looked up when they are wanted: a page must not ask the catalog for eleven
others at each of them.
"""

from __future__ import annotations

from babel import Locale
from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.models.vocabulary import (
    AgeBand,
    Channel,
    DeclineReason,
    Face,
    Gender,
    HelpCategory,
    Level,
)

PARTS_OF_DAY = ("morning", "afternoon", "evening")
_CATEGORIES = {
    HelpCategory.CONVERSATION: _l("conversation practice"),
    HelpCategory.HOMEWORK: _l("homework help"),
    HelpCategory.MAIL: _l("reading letters"),
    HelpCategory.TRANSPORT: _l("getting around"),
    HelpCategory.DISCOVER: _l("discovering the neighbourhood"),
    HelpCategory.MEAL: _l("sharing a meal"),
    HelpCategory.SPORT: _l("sport and leisure"),
    HelpCategory.PLAY: _l("children's play"),
    HelpCategory.PARENTING: _l("talking about raising children"),
    HelpCategory.WORK: _l("looking for work"),
    HelpCategory.HOME: _l("looking for a home"),
    HelpCategory.DIGITAL: _l("phone and computer"),
}
_LEVELS = {
    Level.BASIC: _l("a few words"),
    Level.CONVERSATIONAL: _l("everyday conversation"),
    Level.FLUENT: _l("fluent"),
    Level.NATIVE: _l("mother tongue"),
}
_CHANNELS = {
    Channel.EMAIL: _l("E-mail"),
    Channel.SMS: _l("Text message"),
    Channel.WHATSAPP: _l("WhatsApp"),
}
_PRIORITIES = {1: _l("very important"), 2: _l("would help"), 3: _l("would be nice")}


def category_name(category: str) -> str:
    return str(_CATEGORIES[HelpCategory(category)])


def level_name(level: int) -> str:
    return str(_LEVELS[Level(level)])


def priority_name(priority: int) -> str:
    return str(_PRIORITIES[priority])


def channel_name(channel: str) -> str:
    return str(_CHANNELS[Channel(channel)])


def face_name(face: int) -> str:
    return {Face.SAD: _("not good"), Face.SO_SO: _("so-so"), Face.HAPPY: _("good")}[Face(face)]


def gender_name(gender: str) -> str:
    return {Gender.WOMAN: _("woman"), Gender.MAN: _("man"), Gender.OTHER: _("other")}[
        Gender(gender)
    ]


def age_band_name(band: str) -> str:
    return {
        AgeBand.UNDER_25: _("under 25"),
        AgeBand.FROM_25: _("25 to 39"),
        AgeBand.FROM_40: _("40 to 54"),
        AgeBand.FROM_55: _("55 to 69"),
        AgeBand.FROM_70: _("70 or older"),
    }[AgeBand(band)]


def part_name(part: int) -> str:
    return (_("morning"), _("afternoon"), _("evening"))[part]


def day_name(day: int) -> str:
    """Monday is 0; by CLDR."""
    return str(get_day_names("wide", "stand-alone", get_locale() or Locale("en"))[day])


def decline_reason(reason: str) -> str:
    return {
        DeclineReason.NO_TIME: _("I have no time"),
        DeclineReason.TOO_FAR: _("It is too far"),
        DeclineReason.NOT_NOW: _("Not now"),
        DeclineReason.FOUND_SOMEONE: _("I found someone already"),
        DeclineReason.DOES_NOT_FEEL_RIGHT: _("It does not feel right"),
        DeclineReason.OTHER: _("Another reason"),
    }[DeclineReason(reason)]
