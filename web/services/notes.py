"""Notes on a person or a match: written, put right and removed by their author only."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Note, Party
from web.services.errors import NotFound, NotYourNote

# Whoever sends a form twice does it at once, or by going back.
AGAIN_WITHIN = timedelta(minutes=10)


def write(session: Session, about: Party | Match, text: str, author: Party, now: datetime) -> Note:
    """Keep a note; the same words sent once more a moment later are the same note."""
    # One after the other, so that the second of two clicks sees the first.
    session.refresh(about, with_for_update={"key_share": True})
    known = session.scalar(
        select(Note)
        .where(
            Note.match_id == about.id if isinstance(about, Match) else Note.party_id == about.id,
            Note.author_id == author.id,
            Note.written_at > now - AGAIN_WITHIN,
            Note.removed_at.is_(None),
        )
        .order_by(Note.id.desc())
        .limit(1)
    )
    if known is not None and known.text == text:
        return known
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
    """Forget the words; that there was a note, by whom and when, stays. Twice counts once."""
    if note.removed_at is not None:
        return
    note.text, note.removed_at = "", now


def to_change(session: Session, public_id: str, actor: Party) -> Note:
    """A note that this person may still change.

    Raises:
        NotFound: there is none, or its words are gone.
        NotYourNote.
    """
    note = own(session, public_id, actor)
    if note.removed_at is not None:
        raise NotFound
    return note


def own(session: Session, public_id: str, actor: Party) -> Note:
    """A note of this person's, also one without its words.

    Raises:
        NotFound, NotYourNote.
    """
    note = session.scalar(select(Note).where(Note.public_id == public_id))
    if note is None:
        raise NotFound
    if note.author_id != actor.id:
        raise NotYourNote
    return note
