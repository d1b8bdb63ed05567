"""What became of the fields of a profile."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.models import FieldChange, Party

# More than anybody reads on a page; the others stay in the database.
MOST = 100


def of(session: Session, person: Party) -> Sequence[FieldChange]:
    """The last changes of somebody's profile with who made them, the newest first. One query."""
    return session.scalars(
        select(FieldChange)
        .where(FieldChange.party_id == person.id)
        .options(joinedload(FieldChange.actor))
        .order_by(FieldChange.id.desc())
        .limit(MOST)
    ).all()
