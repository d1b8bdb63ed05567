"""The words of the domain as people read them, in the reader's language.

Each function names every word literally, so that the catalogs find them.
"""

from __future__ import annotations

from babel import Locale
from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from web.models.vocabulary import (
    AgeBand,
    DeclineReason,
    Face,
    Gender,
    HelpCategory,
    Level,
)

PARTS_OF_DAY = ("morning", "afternoon", "evening")


def category_name(category: str) -> str:
    return {
        HelpCategory.CONVERSATION: _("conversation practice"),
        HelpCategory.HOMEWORK: _("homework help"),
        HelpCategory.MAIL: _("reading letters"),
        HelpCategory.TRANSPORT: _("getting around"),
        HelpCategory.DISCOVER: _("discovering the neighbourhood"),
        HelpCategory.MEAL: _("sharing a meal"),
        HelpCategory.SPORT: _("sport and leisure"),
        HelpCategory.PLAY: _("children's play"),
        HelpCategory.PARENTING: _("talking about raising children"),
        HelpCategory.WORK: _("looking for work"),
        HelpCategory.HOME: _("looking for a home"),
        HelpCategory.DIGITAL: _("phone and computer"),
    }[HelpCategory(category)]


def level_name(level: int) -> str:
    return {
        Level.BASIC: _("a few words"),
        Level.CONVERSATIONAL: _("everyday conversation"),
        Level.FLUENT: _("fluent"),
        Level.NATIVE: _("mother tongue"),
    }[Level(level)]


def priority_name(priority: int) -> str:
    return {1: _("very important"), 2: _("would help"), 3: _("would be nice")}[priority]


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
