"""Every pair of a scheme that somebody decided about: matches, 'never these two', pins."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Select, cast, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased

from web.models import Match, NeverPair, Party, Pin
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState

# The volunteer's and the household's public id.
Ids = tuple[str, str]

_MATCH, _NEVER, _PIN = "match", "never", "pin"
# The two sides of a pair, by what they share: two joined subclasses would meet in one table.
_ONE, _OTHER = aliased(Party), aliased(Party)


@dataclass(frozen=True, slots=True)
class Known:
    """Pairs by what they are; `matched` with the state, and whether somebody lifted it."""

    matched: tuple[tuple[MatchState, bool, Ids], ...]
    never: frozenset[Ids]
    pinned: frozenset[Ids]

    def in_states(self, states: Container[MatchState], *, but_lifted: bool = False) -> set[Ids]:
        """The pairs with a match in one of these states, without those that were lifted."""
        return {
            pair
            for state, is_lifted, pair in self.matched
            if state in states and not (but_lifted and is_lifted)
        }


def of_scheme(session: Session, scheme_id: int) -> Known:
    """All of them. One query."""
    matches = (
        select(literal(_MATCH), Match.state, Match.lifted_at, _ONE.public_id, _OTHER.public_id)
        .join(_ONE, _ONE.id == Match.volunteer_id)
        .join(_OTHER, _OTHER.id == Match.household_id)
        .where(Match.scheme_id == scheme_id, Match.state != MatchState.LAPSED)
    )
    never, pins = _decided(_NEVER, NeverPair, scheme_id), _decided(_PIN, Pin, scheme_id)
    rows = [*session.execute(union_all(matches, never, pins))]
    named = {
        kind: frozenset((one, other) for what, _, _, one, other in rows if what == kind)
        for kind in (_NEVER, _PIN)
    }
    matched = tuple(
        (state, lifted is not None, (one, other))
        for kind, state, lifted, one, other in rows
        if kind == _MATCH
    )
    known = Known(matched, named[_NEVER], named[_PIN])
    # What was approved, and may be undone, is no longer a run's to propose.
    return replace(known, pinned=known.pinned - known.in_states(PLACE_TAKING_STATES))


def _decided(
    kind: str, table: type[NeverPair | Pin], scheme_id: int
) -> Select[str, MatchState, datetime | None, str, str]:
    """In the shape of matches, without what only these have."""
    return (
        select(
            literal(kind),
            cast(null(), Match.state.type),
            cast(null(), Match.lifted_at.type),
            _ONE.public_id,
            _OTHER.public_id,
        )
        .select_from(table)
        .join(_ONE, _ONE.id == table.volunteer_id)
        .join(_OTHER, _OTHER.id == table.household_id)
        .where(table.scheme_id == scheme_id)
    )
