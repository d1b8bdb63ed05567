"""Finding people of the scheme by name.

Names are encrypted, each with a salt of its own: the database cannot look for one. They are read
and compared here, a few columns of each row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Household, Party, Volunteer
from web.queries.narrowing import fits, words_of

MOST = 20


@dataclass(frozen=True, slots=True)
class Named:
    public_id: str
    full_name: str
    place: str
    state: str


def like(session: Session, kind: type[Volunteer | Household], typed: str) -> list[Named]:
    """Those whose name has words that begin so, by name; one more than `MOST` at the most.

    Accents and capitals make no difference: 'aicha' finds Aïcha. One query.
    """
    asked = words_of(typed)
    rows = session.execute(
        select(
            kind.public_id,
            kind.first_name,
            kind.last_name,
            kind.postcode,
            kind.locality,
            kind.state,
        )
    )
    found = [
        Named(row.public_id, name, f"{row.postcode or ''} {row.locality or ''}".strip(), row.state)
        for row in rows
        if fits(asked, words_of(name := f"{row.first_name} {row.last_name}".strip()))
    ]
    return sorted(found, key=lambda one: (words_of(one.full_name), one.public_id))[: MOST + 1]


def of(session: Session, public_ids: Iterable[str]) -> list[str]:
    """The full names of people of the scheme, by name. One query, or none for nobody."""
    wanted = [*public_ids]
    if not wanted:
        return []
    rows = session.execute(
        select(Party.first_name, Party.last_name).where(Party.public_id.in_(wanted))
    )
    return sorted((f"{first} {last}".strip() for first, last in rows), key=words_of)
