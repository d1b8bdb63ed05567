"""What a scheme decides about its matching: tried on the people as they are, then saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matcher import Comparison, Criterion, Objective, compare
from web.models import Party, Scheme, SchemePolicy
from web.queries import policies
from web.services import clock, matching_input, schemes
from web.services.errors import ChangedMeanwhile

# Two runs over so many pairs take some seconds: as long as somebody at a desk waits for a page.
MOST_CELLS = 1_000_000
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
    """What another policy would change; no comparison where too many people take part."""

    volunteers: int
    households: int
    comparison: Comparison | None


def in_force(session: Session, scheme: Scheme) -> InForce:
    row = policies.in_force(session, scheme.id)
    return InForce(row, row.version if row else 0, filled_in(row.decided if row else {}))


def filled_in(decided: Decided) -> dict[str, Any]:
    """The same with the matcher's default where nothing was decided."""
    return matching_input.policy_to_json(matching_input.policy_from(decided))


def preview(session: Session, scheme: Scheme, decided: Decided, now: datetime) -> Preview:
    """Compare the policy in force with another one, over everybody who would take part now.

    Ends the transaction of the session: it has written nothing, and SQLite's one writer shall not
    wait for the solver.
    """
    entrants = matching_input.entrants_of(session, scheme.id)
    sizes = len(entrants["volunteers"]), len(entrants["households"])
    if sizes[0] * sizes[1] > MOST_CELLS:
        return Preview(*sizes, comparison=None)
    policy = matching_input.policy_of(session, scheme)
    people = matching_input.assemble(session, scheme.id, entrants, policy, now)
    session.rollback()
    stored = matching_input.policy_to_json(people.policy)
    other = matching_input.policy_from({**stored, **decided})
    comparison = compare(
        people.volunteers, people.households, people.policy, other, now=now.astimezone(clock.ZONE)
    )
    return Preview(*sizes, comparison)


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
