"""What lists of people are narrowed by: where they live, what they speak, how they are called."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Executable, Row, Select, bindparam, func, select
from sqlalchemy.orm import Session

from web.geocoding import postcodes_of
from web.models import Household, SpokenLanguage, Volunteer

Person = TypeVar("Person", Volunteer, Household)
Side = type[Volunteer | Household]
# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


def lives_in(side: Side, place: str) -> ColumnElement[bool]:
    """At a postcode, or in a commune or village by any of its names; nobody, where none has it."""
    return side.postcode.in_(postcodes_of(place))


def speaks(side: Side, language: str) -> ColumnElement[bool]:
    return side.languages.any(SpokenLanguage.tag == language)


def languages_of(side: Side) -> ColumnElement[str | None]:
    """The tags of somebody's languages in one text, read beside the row."""
    return (
        select(func.aggregate_strings(SpokenLanguage.tag, " "))
        .where(SpokenLanguage.party_id == side.id)
        .correlate(side)
        .scalar_subquery()
    )


def called(
    session: Session, narrowed: Select[Person], side: type[Person], name: str
) -> Select[Person]:
    """Those of a select whose name has words that begin like the words asked for. One query.

    Names are encrypted, so that the database cannot compare them: those that fit the rest of the
    filter are read and compared here.
    """
    asked = words_of(name)
    rows = session.execute(narrowed.with_only_columns(side.id, side.first_name, side.last_name))
    ids = [row.id for row in rows if fits(asked, words_of(f"{row.first_name} {row.last_name}"))]
    # Written out: a database takes no more than some thousand parameters in a statement.
    return narrowed.where(
        side.id.in_(bindparam("called", ids, expanding=True, literal_execute=True))
    )


def streamed(session: Session, statement: Executable) -> Iterator[Row[Any]]:
    """Rows of columns, read a thousand at a time, so that a long list is never held whole."""
    return iter(session.execute(statement, execution_options={"yield_per": 1000}))


def words_of(text: str) -> list[str]:
    """The words of a name as people look for it: in small letters, without accents or hyphens."""
    plain = (
        letter
        for letter in unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
        if not unicodedata.combining(letter)
    )
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def fits(asked: list[str], words: list[str]) -> bool:
    """Whether each word asked for begins one of these."""
    return all(any(word.startswith(start) for word in words) for start in asked)
