"""Why a pair: the matcher's facts as sentences for staff.

Takes the JSON that runs and matches keep (`web.services.match_results` gives its shape). Why a
household waits and why two people cannot meet are in `web.messages.waiting`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel.units import format_unit
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from web.messages.languages import language_name
from web.messages.lists import listed
from web.messages.words import category_name, day_name

DAYS, PARTS = 7, 3
MOST_SLOTS = 3
FEW_MINUTES = 4
BANDS = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
_CONVERSATIONAL = 2
_KILOMETRE = 1000

Facts = Mapping[str, Any]


def criterion_name(criterion: str) -> str:
    """The name of one of the six criteria."""
    return _criterion_named(criterion, str(get_locale()))


# A page of proposals names them hundreds of times.
@lru_cache(maxsize=1_000)
def _criterion_named(criterion: str, _language: str) -> str:
    """In the language that is spoken now, which is this one."""
    return {
        "proximity": _("Nearby"),
        "language": _("Language"),
        "needs": _("Needs"),
        "availability": _("Time"),
        "life": _("Life"),
        "reciprocity": _("Give and take"),
    }[criterion]


def criterion_sentence(criterion: str, facts: Facts) -> str:
    """Why a criterion gave its points, such as '7 minutes on foot'."""
    return {
        "proximity": _proximity,
        "language": _language,
        "needs": _needs,
        "availability": _availability,
        "life": _life,
        "reciprocity": _reciprocity,
    }[criterion](facts)


def slots_in_words(mask: int) -> str:
    """Slots of the week as 'Wednesday afternoon and Friday evening'; the first few of many."""
    return _slots_named(mask, str(get_locale()))


@lru_cache(maxsize=5_000)
def _slots_named(mask: int, _language: str) -> str:
    """In the language that is spoken now, which is this one: many people are free alike."""
    slots = [slot for slot in range(DAYS * PARTS) if mask >> slot & 1]
    named = [slot_in_words(slot) for slot in slots[:MOST_SLOTS]]
    more = len(slots) - len(named)
    if more:
        named.append(ngettext("%(num)s more", "%(num)s more", more))
    return listed(named)


def slot_in_words(slot: int) -> str:
    """One slot, 0 to 20, Monday morning first."""
    day = day_name(slot // PARTS)
    # Whole, since some languages make one word of the two.
    return (
        _("%(day)s morning", day=day),
        _("%(day)s afternoon", day=day),
        _("%(day)s evening", day=day),
    )[slot % PARTS]


def distance_in_words(metres: int) -> str:
    """Kilometres with one digit, rounded up: 3.2 km; below one, whole hundreds of metres."""
    hundreds = math.ceil(metres / 100)
    if hundreds * 100 < _KILOMETRE:
        return _unit(hundreds * 100, "length-meter")
    return _unit(hundreds / 10, "length-kilometer")


def distance_band(metres: int) -> str:
    """No more than this far, as coarse as a place is known: 'less than 1 km away'."""
    band = next((limit for limit in BANDS if metres < limit), metres)
    return _("less than %(distance)s away", distance=distance_in_words(band))


def _unit(amount: float, unit: str) -> str:
    return str(format_unit(amount, unit, length="short", locale=get_locale() or "en"))


def _proximity(facts: Facts) -> str:
    # Points are cells of 250 m: fewer minutes than these would claim to know more.
    if facts["minutes"] < FEW_MINUTES:
        return _("A few minutes on foot")
    return ngettext("%(num)s minute on foot", "%(num)s minutes on foot", facts["minutes"])


def _language(facts: Facts) -> str:
    both = [
        language_name(one["tag"])
        for one in facts["shared"]
        if min(one["volunteer"], one["household"]) >= _CONVERSATIONAL
    ]
    if both:
        return _("Both speak %(languages)s", languages=listed(both))
    if facts["practice"]:
        return _("They can practise a language together")
    if facts["interpreter"]:
        return _("An interpreter can help")
    return _("No language that both speak well")


def _needs(facts: Facts) -> str:
    asked = len(facts["covered"]) + len(facts["missing"])
    return ngettext(
        "Covers %(covered)s of %(num)s need: %(names)s",
        "Covers %(covered)s of %(num)s needs: %(names)s",
        asked,
        covered=len(facts["covered"]),
        names=listed([category_name(name) for name in facts["covered"]]),
    )


def _availability(facts: Facts) -> str:
    return _("Both are free: %(slots)s", slots=slots_in_words(facts["slots"]))


def _life(facts: Facts) -> str:
    interests = len(facts["interests"])
    shared = ngettext("%(num)s shared interest", "%(num)s shared interests", interests)
    if facts["like_age"] and interests:
        return _("Children of like age, and %(interests)s", interests=shared)
    if facts["like_age"]:
        return _("Children of like age")
    return shared if interests else _("Nothing in common that we know of")


def _reciprocity(facts: Facts) -> str:
    if not facts["categories"]:
        return _("Nothing offered in return that we know of")
    names = listed([category_name(name) for name in facts["categories"]])
    return _("The household offers what the volunteer would like: %(names)s", names=names)
