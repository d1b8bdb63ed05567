"""What one side of a match may know of the other before the first meeting. Nothing else is here."""

from __future__ import annotations

from dataclasses import dataclass

from web.models import Match
from web.models.vocabulary import AgeBand, HelpCategory, Level, Side

# A distance told finely enough would, asked often enough, tell an address.
MINUTES_STEP = 10


@dataclass(frozen=True, slots=True)
class Offer:
    """The other side, to one side.

    Attributes:
        name: first name, or the alias that a household chose.
        age_band: of the contact person; None when not told.
        languages: tags and levels, best first.
        together: what they would do, most pressing need first.
        minutes: on foot, in tens; told to households only, None where unknown.
    """

    name: str
    age_band: AgeBand | None
    languages: tuple[tuple[str, Level], ...]
    together: tuple[HelpCategory, ...]
    minutes: int | None


def offer_of(match: Match, side: Side) -> Offer:
    """What `side` may know of the other one."""
    other = match.other(side)
    languages = sorted(other.languages, key=lambda spoken: (-spoken.level, spoken.tag))
    return Offer(
        name=name_of_other(match, side),
        age_band=other.age_band,
        languages=tuple((spoken.tag, spoken.level) for spoken in languages),
        together=_together(match),
        minutes=_minutes(match) if side is Side.HOUSEHOLD else None,
    )


def name_of_other(match: Match, side: Side) -> str:
    """The first name, or the name a household wants to be called by."""
    if side is Side.VOLUNTEER:
        return match.household.shown_name
    return match.volunteer.first_name


def _together(match: Match) -> tuple[HelpCategory, ...]:
    offered = {offer.category for offer in match.volunteer.offers}
    needs = sorted(match.household.needs, key=lambda need: (need.priority, need.category))
    return tuple(need.category for need in needs if need.category in offered)


def _minutes(match: Match) -> int | None:
    for criterion in match.criteria:
        if criterion.get("criterion") == "proximity":
            minutes = criterion["facts"]["minutes"]
            return max(MINUTES_STEP, MINUTES_STEP * round(minutes / MINUTES_STEP))
    return None
