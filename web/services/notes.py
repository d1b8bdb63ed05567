"""Notes on a person or a match: written, put right and removed by their author only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Note, Party
from web.services.errors import NotFound, NotYourNote


def write(session: Session, about: Party | Match, text: str, author: Party, now: datetime) -> Note:
    note = Note(scheme_id=about.scheme_id, author_id=author.id, text=text, written_at=now)
    if isinstance(about, Match):
        note.match_id = about.id
    else:
        note.party_id = about.id
    session.add(note)
    return note


def edit(note: Note, text: str, now: datetime) -> None:
    """Put other words in the place of the old ones; that it was done stays to be seen."""
    if text != note.text:
        note.text, note.edited_at = text, now


def remove(note: Note, now: datetime) -> None:
    """Forget the words; that there was a note, by whom and when, stays."""
    note.text, note.removed_at = "", now


def to_change(session: Session, public_id: str, actor: Party) -> Note:
    """A note that this person may still change.

    Raises:
        NotFound: there is none, or its words are gone.
        NotYourNote.
    """
    note = session.scalar(select(Note).where(Note.public_id == public_id))
    if note is None or note.removed_at is not None:
        raise NotFound
    if note.author_id != actor.id:
        raise NotYourNote
    return note
