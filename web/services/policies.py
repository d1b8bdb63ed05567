"""What a scheme decides about its matching; `services.previews` tries it before it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from matcher import Criterion, Objective
from web.models import Party, Scheme, SchemePolicy
from web.queries import policies
from web.services import matching_input, promises, schemes
from web.services.errors import ChangedMeanwhile

CRITERIA = tuple(criterion.value for criterion in Criterion)
OBJECTIVES = tuple(objective.value for objective in Objective)

Decided = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class InForce:
    """The policy that counts now; without a row, version 0, it is the matcher's default."""

    row: SchemePolicy | None
    version: int
    decided: Decided


def in_force(session: Session, scheme: Scheme) -> InForce:
    row = policies.in_force(session, scheme.id)
    return InForce(row, row.version if row else 0, filled_in(row.decided if row else {}))


def filled_in(decided: Decided) -> dict[str, Any]:
    """The same with the matcher's default where nothing was decided."""
    filled = matching_input.policy_to_json(matching_input.policy_from(decided))
    return {**filled, promises.PROMISES: dict(decided.get(promises.PROMISES, {}))}


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
