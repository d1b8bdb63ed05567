"""Which volunteers one change of their own would let meet a household, the nearest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

import matcher
from matcher import ALL_SLOTS, Criterion, Level, ProximityFacts, Rule, explain_pair
from web.models import Household, Scheme
from web.models.vocabulary import Change
from web.services import clock, matching_input
from web.services.changes import Suggestion
from web.services.matching_input import Inputs
from web.services.why import MOST_PEOPLE

# A finer distance, asked for often enough, would tell a volunteer where a family lives.
_KILOMETRE = 1_000
_SLOTS = range(ALL_SLOTS.bit_length())


@dataclass(frozen=True, slots=True)
class Reachable:
    """A volunteer by public id, what to ask them, and how far from the household they live."""

    volunteer_id: str
    suggestion: Suggestion
    metres: int


@dataclass(frozen=True, slots=True)
class _Changed:
    """A volunteer after a yes; `amount` is empty where the distance is still to be known."""

    change: Change
    amount: str
    after: matcher.Volunteer

    def told(self, metres: int) -> Suggestion:
        whole = str(-(-metres // _KILOMETRE) * _KILOMETRE)
        return Suggestion(self.change, whole if self.change is Change.DISTANCE else self.amount)


def nearest(session: Session, household: Household, now: datetime) -> list[Reachable]:
    """Volunteers with a free place who break one rule, which they could keep. Six queries.

    Nobody where there are too many to look at while somebody waits for the page.
    """
    scheme = session.get_one(Scheme, household.scheme_id)
    everybody = matching_input.entrants_of(session, scheme.id)
    name = household.public_id
    if name not in everybody["households"] or len(everybody["volunteers"]) > MOST_PEOPLE:
        return []
    people = {**everybody, "households": {name: everybody["households"][name]}}
    policy = matching_input.policy_of(session, scheme)
    inputs = matching_input.assemble(session, scheme.id, people, policy, now)
    found = _reachable(inputs, now.astimezone(clock.ZONE))
    return sorted(found, key=lambda one: (one.metres, one.volunteer_id))


def _reachable(inputs: Inputs, now: datetime) -> Iterator[Reachable]:
    """Asks the matcher about each volunteer as they are, and as they would be after a yes."""
    (family,) = inputs.households
    slot = _likely_slot(inputs.volunteers, family)
    for one in inputs.volunteers:
        reasons = explain_pair(one, family, inputs.policy, now)
        if isinstance(reasons, list) and len(reasons) == 1:
            changed = _changed(one, family, reasons[0].rule, slot)
            score = explain_pair(changed.after, family, inputs.policy, now) if changed else []
            if changed and not isinstance(score, list):
                metres = _metres(score)
                yield Reachable(one.id, changed.told(metres), metres)


def _changed(
    one: matcher.Volunteer, family: matcher.Household, rule: Rule, slot: int | None
) -> _Changed | None:
    """What is asked for, and the volunteer after a yes; None where they could not keep the rule."""
    if rule is Rule.AVAILABILITY and slot is not None:
        return _Changed(Change.SLOT, str(slot), replace(one, slots=one.slots | 1 << slot))
    if rule is Rule.DISTANCE:
        # As far as the family would go: beyond that, a yes of theirs alone would not do.
        further = replace(one, max_distance_m=family.max_distance_m)
        return _Changed(Change.DISTANCE, "", further)
    if rule is Rule.LANGUAGE:
        return _with_level(one, family)
    return None


def _likely_slot(volunteers: Sequence[matcher.Volunteer], family: matcher.Household) -> int | None:
    """The family's moment at which most volunteers have time, so that a yes is likely."""
    free = [slot for slot in _SLOTS if family.slots >> slot & 1]
    return max(
        free, key=lambda slot: sum(one.slots >> slot & 1 for one in volunteers), default=None
    )


def _with_level(one: matcher.Volunteer, family: matcher.Household) -> _Changed | None:
    """A language of which the volunteer knows a little, and the family enough for a talk."""
    heard = {spoken.spoken for spoken in family.languages if spoken.level >= Level.CONVERSATIONAL}
    for little in one.languages:
        if little.level < Level.CONVERSATIONAL and little.spoken in heard:
            enough = replace(little, level=Level.CONVERSATIONAL)
            others = tuple(spoken for spoken in one.languages if spoken is not little)
            after = replace(one, languages=(*others, enough))
            return _Changed(Change.LEVEL, little.tag, after)
    return None


def _metres(score: matcher.Score) -> int:
    facts = {criterion.criterion: criterion.facts for criterion in score.criteria}
    proximity = facts[Criterion.PROXIMITY]
    assert isinstance(proximity, ProximityFacts)  # noqa: S101 - as the criterion says
    return proximity.metres
