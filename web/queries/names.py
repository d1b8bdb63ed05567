"""Finding people of the scheme by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.messages.places import place
from web.models import Household, Party, Volunteer
from web.models.folding import sort_key
from web.queries.narrowing import called

MOST = 20


@dataclass(frozen=True, slots=True)
class Named:
    public_id: str
    full_name: str
    place: str
    state: str


def like(session: Session, kind: type[Volunteer | Household], typed: str) -> list[Named]:
    """Those whose name has words that begin so, by name; one more than `MOST` at the most.

    Accents, capitals and scripts make no difference: 'aicha' finds Aïcha. One query.
    """
    rows = session.execute(
        select(
            kind.public_id,
            kind.first_name,
            kind.last_name,
            kind.postcode,
            kind.locality,
            kind.state,
        )
        .where(called(session, kind.id, typed))
        .order_by(kind.id.desc())
        .limit(MOST + 1)
    )
    found = [
        Named(
            row.public_id,
            f"{row.first_name} {row.last_name}".strip(),
            place(row),
            row.state,
        )
        for row in rows
    ]
    return sorted(found, key=lambda one: (sort_key(one.full_name), one.public_id))


def of(session: Session, public_ids: Iterable[str]) -> list[str]:
    """The full names of people of the scheme, by name. One query, or none for nobody."""
    wanted = [*public_ids]
    if not wanted:
        return []
    rows = session.execute(
        select(Party.first_name, Party.last_name).where(Party.public_id.in_(wanted))
    )
    return sorted((f"{first} {last}".strip() for first, last in rows), key=sort_key)
