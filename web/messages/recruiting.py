"""A poster that finds whom a scheme looks for."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from web.messages.explanations import MOST_SLOTS, slots_in_words
from web.messages.languages import language_name
from web.messages.places import town_called
from web.models.vocabulary import Campaign


def poster(area: str, language: str, slots: int, scheme: str, url: str) -> str:
    """A text for a poster or a letter-box, in the language of whoever asks for it."""
    first = _first(slots)
    return "\n\n".join(
        (
            ngettext(
                "We are looking for a neighbour in %(area)s who speaks %(language)s and is free at"
                " this moment of the week: %(slots)s.",
                "We are looking for a neighbour in %(area)s who speaks %(language)s and is free at"
                " one of these moments of the week: %(slots)s.",
                first.bit_count(),
                area=town_called(area),
                language=language_name(language),
                slots=slots_in_words(first),
            ),
            _(
                "You would meet a family that is new here and lives near you: to talk, to discover"
                " the neighbourhood or to read a letter together."
            ),
            _("No experience is needed: we prepare you and stay at your side."),
            _("Sign up with %(scheme)s: %(url)s", scheme=scheme, url=url),
        )
    )


def campaign_poster() -> tuple[str, ...]:
    """What stands on a poster with a code, in the language of the moment; the first is large."""
    return (
        _("Two hours a week can make a neighbour feel at home"),
        _("Meet a family that is new here and lives near you: to talk, to explore, to help."),
        _("No experience is needed: we prepare you and stay at your side."),
        _("Point the camera of a phone at this square, or go to this address:"),
    )


def campaign_name(campaign: Campaign) -> str:
    """What brought somebody, for the desk."""
    return {
        Campaign.WEBSITE: _("Website"),
        Campaign.FACEBOOK: _("Facebook"),
        Campaign.PRESS: _("Press"),
        Campaign.WORD_OF_MOUTH: _("Word of mouth"),
        Campaign.POSTER: _("Poster"),
        Campaign.PARTNER: _("Partner organisation"),
    }[campaign]


def area_in_words(area: str, families: int, language: str) -> str:
    """Whom an area lacks most, for its point on the map."""
    return ngettext(
        "%(area)s: somebody who speaks %(language)s, for %(num)s family",
        "%(area)s: somebody who speaks %(language)s, for one of %(num)s families",
        families,
        area=town_called(area),
        language=language_name(language),
    )


def _first(slots: int) -> int:
    """The first few moments: nobody reads a whole week on a poster."""
    kept = 0
    for _number in range(MOST_SLOTS):
        kept |= slots & -slots
        slots &= slots - 1
    return kept
