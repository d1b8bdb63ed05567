"""What lists of people are narrowed by: where they live, what they speak, how they are called."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Executable, Row, Select, and_, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.geocoding import postcodes_of
from web.models import Household, NamePart, Party, SpokenLanguage, Volunteer
from web.models.name_part import asked_for
from web.models.scope import scheme_of
from web.models.vocabulary import Role
from web.queries import paging

Side = type[Volunteer | Household]
# The same as the id of a side, but beside what lists are put in order by, in one index with it.
PARTY_ID = Party.__table__.c.id


def count_of(session: Session, side: Side, fitting: Select[Any]) -> int:
    """How many fit. One query, which reads no row of the side where everybody fits."""
    if fitting.whereclause is not None:
        return paging.count_of(session, fitting)
    kind = Role.VOLUNTEER if side is Volunteer else Role.HOUSEHOLD
    return session.scalar(select(func.count(Party.id)).where(Party.kind == kind)) or 0


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
    session: Session, party_id: InstrumentedAttribute[int], name: str
) -> ColumnElement[bool]:
    """That somebody's name has words that begin like each of the words asked for, in any script.

    Nobody is called by nothing.
    """
    scheme_id = scheme_of(session)
    words = [party_id.in_(_filed_under(scheme_id, keys)) for keys in asked_for(scheme_id, name)]
    return and_(*words) if words else false()


def streamed(session: Session, statement: Executable) -> Iterator[Row[Any]]:
    """Rows of columns, read a thousand at a time, so that a long list is never held whole.

    Nothing is asked before the first row is taken.
    """
    yield from session.execute(statement, execution_options={"yield_per": 1000})


def _filed_under(scheme_id: int, keys: set[int]) -> Select[int]:
    return select(NamePart.party_id).where(
        NamePart.scheme_id == scheme_id, NamePart.key.in_(sorted(keys))
    )
