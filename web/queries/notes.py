"""Notes as the page of a person or a match shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.models import Match, Note, Party


@dataclass(frozen=True, slots=True)
class About:
    """Whose note it is: the part of an address that names the kind of page, and the row."""

    kind: str
    public_id: str


def on(session: Session, about: Party | Match) -> Sequence[Note]:
    """All notes on a person or a match with their authors, the newest first. One query."""
    is_about = Note.match_id == about.id if isinstance(about, Match) else Note.party_id == about.id
    return session.scalars(
        select(Note).where(is_about).options(joinedload(Note.author)).order_by(Note.id.desc())
    ).all()


def about(session: Session, note: Note) -> About:
    """The page on which a note stands. One query."""
    if note.match_id is not None:
        found = select(Match.public_id).where(Match.id == note.match_id)
        return About("match", session.scalars(found).one())
    kind, public_id = session.execute(
        select(Party.kind, Party.public_id).where(Party.id == note.party_id)
    ).one()
    return About(kind, public_id)
