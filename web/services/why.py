"""Why two people are not proposed to each other, or what proposing them would be worth and cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from matcher import (
    FloorsError,
    FloorsFailure,
    Override,
    Reason,
    Rule,
    explain_pair,
    price_of_override,
)
from web.models import Household, Party, Scheme, Volunteer
from web.models.vocabulary import MatchState
from web.queries.decided import Decided
from web.services import clock, match_results, matching_input
from web.services.matching_input import Entrants, Inputs

# Volunteers times households, and people to be read, up to which a price is computed while somebody
# waits for the page.
MOST_CELLS = 1_000_000
MOST_PEOPLE = 5_000

# Who knows better may propose a pair that breaks another rule; these hold whoever asks.
STRICT = frozenset({Rule.CAPACITY, Rule.SCREENING, Rule.LIVE})


class NoPrice(StrEnum):
    """Why a possible pair has no price."""

    TOO_MANY_PEOPLE = "too_many_people"
    FLOOR = "floor"
    PINNED_ELSEWHERE = "pinned_elsewhere"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about one pair.

    Either nothing is known because somebody has no place, or rules are broken, or the pair is
    possible: then it has criteria (as a match keeps them), points, and a price unless `no_price`
    says why not.
    """

    without_place: tuple[Party, ...] = ()
    reasons: tuple[Reason, ...] = ()
    criteria: tuple[dict[str, Any], ...] = ()
    points: int = 0
    price: Override | None = None
    no_price: NoPrice | None = None
    decided: Decided = field(default_factory=Decided)

    @property
    def is_proposed(self) -> bool:
        return self.decided.live is not None and self.decided.live.state is MatchState.PROPOSED

    @property
    def may_be_proposed(self) -> bool:
        """That the two were tried before is no rule that holds for ever; 'never' is."""
        broken = {reason.rule for reason in self.reasons}
        never = self.decided.never is not None
        return not (self.without_place or self.is_proposed or never or broken & STRICT)


def ask(
    session: Session,
    scheme: Scheme,
    volunteer: Volunteer,
    household: Household,
    known: Decided,
    *,
    now: datetime,
) -> Verdict:
    """Judge the pair by the scheme as it is now. At most seven queries.

    Args:
        known: what people decided about these two.
    """
    unplaced = tuple(party for party in (volunteer, household) if not party.has_place)
    if unplaced:
        return Verdict(without_place=unplaced, decided=known)
    everybody = matching_input.entrants_of(session, scheme.id)
    volunteers, households = (len(everybody[side]) for side in ("volunteers", "households"))
    too_many = volunteers * households > MOST_CELLS or volunteers + households > MOST_PEOPLE
    pair = (volunteer.public_id, household.public_id)
    people = _with(everybody, *pair, alone=too_many)
    inputs = matching_input.assemble_now(session, scheme, people, now)
    return _judged(inputs, pair, too_many, known, now.astimezone(clock.ZONE))


def _judged(
    inputs: Inputs, pair: tuple[str, str], too_many: bool, known: Decided, now: datetime
) -> Verdict:
    volunteer = next(party for party in inputs.volunteers if party.id == pair[0])
    household = next(party for party in inputs.households if party.id == pair[1])
    score = explain_pair(volunteer, household, inputs.policy, now)
    if isinstance(score, list):
        return Verdict(reasons=tuple(score), decided=known)
    price, no_price = (None, NoPrice.TOO_MANY_PEOPLE) if too_many else _price(inputs, pair, now)
    return Verdict(
        criteria=tuple(match_results.criteria_to_json(score.criteria)),
        points=score.points,
        price=price,
        no_price=no_price,
        decided=known,
    )


def _price(
    inputs: Inputs, pair: tuple[str, str], now: datetime
) -> tuple[Override | None, NoPrice | None]:
    if _is_pinned_elsewhere(inputs, pair):
        return None, NoPrice.PINNED_ELSEWHERE
    try:
        price = price_of_override(
            inputs.volunteers, inputs.households, inputs.policy, *pair, now=now
        )
    except FloorsError as refusal:
        # The pair itself is possible, so only a promise to a group of households forbids it.
        by_pins = refusal.why is FloorsFailure.PINS
        return None, NoPrice.FLOOR if by_pins else NoPrice.TOO_MANY_PEOPLE
    return price, None


def _is_pinned_elsewhere(inputs: Inputs, pair: tuple[str, str]) -> bool:
    """Whether pins take every place that one of the two has."""
    others = inputs.policy.pins - {pair}
    volunteer = next(party for party in inputs.volunteers if party.id == pair[0])
    household = next(party for party in inputs.households if party.id == pair[1])
    return (
        sum(one == volunteer.id for one, _ in others) >= volunteer.capacity
        or sum(other == household.id for _, other in others) >= household.wanted
    )


def _with(everybody: Entrants, volunteer: str, household: str, *, alone: bool) -> Entrants:
    """Those who take part and these two, who may take part in nothing now; or these two alone."""
    places = {volunteer: everybody["volunteers"].get(volunteer, 0)}
    wanted = {household: everybody["households"].get(household, 0)}
    if alone:
        return {"volunteers": places, "households": wanted}
    return {
        "volunteers": {**everybody["volunteers"], **places},
        "households": {**everybody["households"], **wanted},
    }
