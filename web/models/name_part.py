"""Beginnings of people's names as keyed hashes: what the database finds somebody by.

Names are encrypted, each with a salt of its own, so that the database cannot compare them.
What this tells a thief stands in docs/decisions/0019.
"""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from web.models.base import Base
from web.models.consonants import consonants_of
from web.models.encryption import keyring
from web.models.folding import Script, Word, run_together, spellings_of

# Letters of the shortest and the longest beginning; longer words are told apart by these.
SHORTEST, LONGEST = 2, 12
# Fewer consonants than these begin too many names.
_FEWEST_CONSONANTS = 3


class NamePart(Base):
    """Somebody of the scheme has a name with this beginning."""

    __tablename__ = "name_part"
    __table_args__ = (
        ForeignKeyConstraint(
            ["scheme_id", "party_id"], ["party.scheme_id", "party.id"], ondelete="CASCADE"
        ),
    )

    scheme_id: Mapped[int] = mapped_column(primary_key=True)
    # 32 bits of the keyed hash: a hit by chance is one in thousands of millions.
    key: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    party_id: Mapped[int] = mapped_column(primary_key=True, index=True)


def parts_of(scheme_id: int, name: str) -> set[int]:
    """The keys under which somebody of this name is filed."""
    words = {word for spellings in spellings_of(name) for word in spellings}
    words |= {word for _places, word in run_together(name)}
    return {_hash(scheme_id, text) for word in words for text in _filed_under(word)}


def asked_for(scheme_id: int, typed: str) -> list[set[int]]:
    """For each word that was typed, the keys of which a name must have one.

    A single letter says too little to look for: it counts only where nothing else was typed.
    """
    words = spellings_of(typed)
    longer = [word for word in words if any(len(one.text) >= SHORTEST for one in word)]
    # Each word of a run is also answered by the whole run: who types "van den berg" means
    # Vandenberg too.
    for places, together in run_together(typed):
        for place in places:
            words[place].add(together)
    return [
        {_hash(scheme_id, text) for word in spellings for text in _looked_for_under(word)}
        for spellings in longer or words
    ]


def _filed_under(word: Word) -> set[str]:
    whole = word.text[:LONGEST]
    beginnings = {whole[:length] for length in range(min(SHORTEST, len(whole)), len(whole) + 1)}
    return beginnings | {
        f"{word.script}:{sounds[:length]}"
        for sounds in filter(None, consonants_of(word))
        for length in {*range(_FEWEST_CONSONANTS, len(sounds)), len(sounds)}
    }


def _looked_for_under(word: Word) -> set[str]:
    return {word.text[:LONGEST]} | {
        f"{script}:{sounds}"
        for script in set(Script) - {word.script}
        for sounds in filter(None, consonants_of(word))
    }


def _hash(scheme_id: int, text: str) -> int:
    digest = bytes.fromhex(keyring.keyed_hash(f"name:{scheme_id}:{text}"))
    return int.from_bytes(digest[:4], signed=True)
