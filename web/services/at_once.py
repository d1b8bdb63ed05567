"""One step with many matches: what is possible is done, and what is not is named with its reason.

Each match has a savepoint of its own, so that one that became impossible takes no other with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Party
from web.services import matches
from web.services.errors import DomainError
from web.services.places import hold_pairs

Step = Callable[[Match, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The matches with which the step was taken, and the others with why it was not."""

    done: list[Match] = field(default_factory=list)
    refused: list[tuple[Match, DomainError]] = field(default_factory=list)


def approve(session: Session, chosen: Mapping[str, int], *, actor: Party, now: datetime) -> Outcome:
    """Approve these matches, in this order: of two for one last place the first gets it.

    Args:
        chosen: the version that was looked at, by the public id; an id that is not of this scheme
            is left out.
    """
    return _each(
        session,
        chosen,
        lambda match, version: matches.approve(
            session, match, actor=actor, version=version, now=now
        ),
    )


def undo(session: Session, chosen: Mapping[str, int], *, actor: Party, now: datetime) -> Outcome:
    """Take these approvals back, as `approve` gives them."""
    return _each(
        session,
        chosen,
        lambda match, version: matches.undo(session, match, actor=actor, version=version, now=now),
    )


def _each(session: Session, chosen: Mapping[str, int], step: Step) -> Outcome:
    rows = session.scalars(select(Match).where(Match.public_id.in_(chosen)))
    found = {match.public_id: match for match in rows}
    hold_pairs(session, [(match.volunteer_id, match.household_id) for match in found.values()])
    outcome = Outcome()
    for public_id, version in chosen.items():
        if public_id not in found:
            continue
        match = found[public_id]
        try:
            with session.begin_nested():
                step(match, version)
        except DomainError as refusal:
            outcome.refused.append((match, refusal))
        else:
            outcome.done.append(match)
    return outcome
