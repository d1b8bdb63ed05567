"""Notes as the page of a person or a match shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session, joinedload

from web.models import Match, Note, Party
from web.queries.parties import NAMES


@dataclass(frozen=True, slots=True)
class About:
    """Whose note it is: the part of an address that names the kind of page, and the row."""

    kind: str
    public_id: str


def on(session: Session, about: Party | Match) -> Sequence[Note]:
    """All notes on a person or a match with their authors, the newest first. One query."""
    return session.scalars(_on(is_match=isinstance(about, Match)), {"about": about.id}).all()


# Written once each: to put them together takes longer than to ask for them.
@cache
def _on(*, is_match: bool) -> Select[Note]:
    subject = Note.match_id if is_match else Note.party_id
    found = select(Note).where(subject == bindparam("about", type_=Integer))
    author = joinedload(Note.author).load_only(*NAMES)
    return found.options(author).order_by(Note.id.desc())


def about(session: Session, note: Note) -> About:
    """The page on which a note stands. One query."""
    if note.match_id is not None:
        found = select(Match.public_id).where(Match.id == note.match_id)
        return About("match", session.scalars(found).one())
    kind, public_id = session.execute(
        select(Party.kind, Party.public_id).where(Party.id == note.party_id)
    ).one()
    return About(kind, public_id)
