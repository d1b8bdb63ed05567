"""What a scheme decides about its matching: tried on the people as they are, then saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matcher import (
    Comparison,
    Criterion,
    FloorPrice,
    FloorsError,
    FloorsFailure,
    Objective,
    Policy,
    compare,
    price_of_floors,
)
from web.models import Party, Scheme, SchemePolicy
from web.queries import policies
from web.services import clock, matching_input, promises, schemes
from web.services.errors import ChangedMeanwhile
from web.services.matching_input import Inputs

# Volunteers times households up to which a preview comes within two seconds.
MOST_CELLS = 250_000
# Promises take four runs, and beyond so many pairs the matcher cannot keep them.
MOST_PROMISED_CELLS = 40_000
CRITERIA = tuple(criterion.value for criterion in Criterion)
OBJECTIVES = tuple(objective.value for objective in Objective)

Decided = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy that counts now; without a row, version 0, it is the matcher's default."""

    row: SchemePolicy | None
    version: int
    decided: Decided


@dataclass(frozen=True, slots=True)
class Preview:
    """What another policy would change; no comparison where too many people take part.

    Attributes:
        most: up to how many possible pairs there is a comparison.
        price: what the promises of that policy cost; None where it makes none.
        unkept: why either policy's promises cannot be kept; compared is what both give without.
    """

    volunteers: int
    households: int
    most: int
    comparison: Comparison | None = None
    price: FloorPrice | None = None
    unkept: FloorsFailure | None = None


def in_force(session: Session, scheme: Scheme) -> InForce:
    row = policies.in_force(session, scheme.id)
    return InForce(row, row.version if row else 0, filled_in(row.decided if row else {}))


def filled_in(decided: Decided) -> dict[str, Any]:
    """The same with the matcher's default where nothing was decided."""
    filled = matching_input.policy_to_json(matching_input.policy_from(decided))
    return {**filled, promises.PROMISES: dict(decided.get(promises.PROMISES, {}))}


def preview(session: Session, scheme: Scheme, decided: Decided, now: datetime) -> Preview:
    """Compare the policy in force with another one, over everybody who would take part now.

    Ends the transaction of the session: it has written nothing, and SQLite's one writer shall not
    wait for the solver.
    """
    entrants = matching_input.entrants_of(session, scheme.id)
    sizes = len(entrants["volunteers"]), len(entrants["households"])
    promised = in_force(session, scheme).decided[promises.PROMISES] or decided.get(
        promises.PROMISES
    )
    most = MOST_PROMISED_CELLS if promised else MOST_CELLS
    if sizes[0] * sizes[1] > most:
        return Preview(*sizes, most)
    people = matching_input.assemble_now(session, scheme, entrants, now)
    session.rollback()
    stored = matching_input.policy_to_json(people.policy)
    other = replace(
        matching_input.policy_from({**stored, **decided}),
        floors=promises.floors_of(decided, people.households, clock.local_date(now)),
    )
    try:
        return _compared(people, other, most, now)
    except FloorsError as refusal:
        # As a run does: it goes on without what it cannot keep.
        plain = people.without_promises(refusal.why)
        found = _compared(plain, replace(other, floors=()), most, now)
        return replace(found, unkept=refusal.why)


def _compared(people: Inputs, other: Policy, most: int, now: datetime) -> Preview:
    """FloorsError where the promises of either policy cannot be kept."""
    here = now.astimezone(clock.ZONE)
    sides = people.volunteers, people.households
    return Preview(
        len(people.volunteers),
        len(people.households),
        most,
        comparison=compare(*sides, people.policy, other, now=here),
        price=price_of_floors(*sides, other, now=here) if other.floors else None,
    )


def save(
    session: Session,
    scheme: Scheme,
    decided: Decided,
    *,
    name: str,
    actor: Party,
    version: int | None,
    now: datetime,
) -> SchemePolicy:
    """Keep a policy as the scheme's from now on; what the desk does not decide stays as it was.

    Args:
        version: of the policy that was in force on the page, 0 for the matcher's default; None
            takes the one in force now.

    Raises:
        ChangedMeanwhile: another policy is in force by now, with who, when and its name.
    """
    schemes.hold(session, scheme.id)
    present = in_force(session, scheme)
    if present.row and version not in {None, present.version}:
        by = present.row.saved_by.full_name if present.row.saved_by else ""
        raise ChangedMeanwhile(present.row.name, by, present.row.saved_at)
    saved = SchemePolicy(
        scheme_id=scheme.id,
        version=present.version + 1,
        name=name,
        decided={**(present.row.decided if present.row else {}), **decided},
        saved_by_id=actor.id,
        saved_at=now,
    )
    session.add(saved)
    session.flush()
    return saved
