"""What it costs to insist on a pair, and why some pairs have no answer, for staff."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from matcher import Override
from web.messages.lists import listed


def price_sentences(price: Override, waits: Sequence[str]) -> list[str]:
    """What the best result with the pair has less than the best one without it.

    Args:
        price: of a possible pair.
        waits: names of the households that would get nobody.
    """
    pairs, points = price.pairs or 0, price.points or 0
    sentences = []
    if pairs == 0 and points == 0:
        sentences.append(_("Insisting costs nothing: the result is as good."))
    if pairs > 0:
        sentences.append(
            ngettext(
                "Insisting costs %(num)s pair: there would be one fewer in all.",
                "Insisting costs %(num)s pairs: there would be so many fewer in all.",
                pairs,
            )
        )
    if pairs < 0:
        sentences.append(
            ngettext(
                "There would be %(num)s pair more in all.",
                "There would be %(num)s pairs more in all.",
                -pairs,
            )
        )
    if points > 0:
        sentences.append(_points_less(points))
    if points < 0:
        sentences.append(_points_more(-points))
    if waits:
        sentences.append(
            ngettext(
                "%(names)s would be left waiting.",
                "%(names)s would be left waiting.",
                len(waits),
                names=listed(waits),
            )
        )
    return sentences


def no_price(why: str) -> str:
    """Why a possible pair has no price here."""
    return {
        "too_many_people": _(
            "So many people are ready that the price is not computed here. Propose the pair if you"
            " know better; the next run shows what changes."
        ),
        "pinned_elsewhere": _(
            "One of the two is pinned to somebody else, who would lose the place."
        ),
        "floor": _("With this pair a promise to a group of households could not be kept."),
    }[why]


def not_ready(name: str, state: str) -> str:
    return _("%(name)s is not ready to be matched now: %(state)s.", name=name, state=state)


def without_place(name: str) -> str:
    return _(
        "We do not know where %(name)s lives, so nothing can be computed. Put in a postcode first.",
        name=name,
    )


def _points_less(points: int) -> str:
    return ngettext(
        "Insisting costs %(points)s point.",
        "Insisting costs %(points)s points.",
        points,
        points=format_decimal(points),
    )


def _points_more(points: int) -> str:
    return ngettext(
        "The pairs would have %(points)s point more together.",
        "The pairs would have %(points)s points more together.",
        points,
        points=format_decimal(points),
    )
