"""Everything that happened with a person or in a match, the newest first, in one query.

Each kind of row is read as the same few texts, so that the database puts all of them in one order;
`web.coordinator.timeline_words` says them. Of a message there is what it was about, never more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, Row, Select, bindparam, select, union_all
from sqlalchemy.orm import Session

from web.models import Household, Match, Volunteer
from web.models.base import UtcDateTime
from web.queries import timeline_sources as sources
from web.queries.timeline_rows import Person

# On the page of a person or a match; the others are a link away.
FEW = 12
MOST = 50
# Of one instant, more than ever happens.
_MOST_SKIPPED = 999


@dataclass(frozen=True, slots=True)
class Until:
    """Where a page begins: at an instant, of which so many moments were told before."""

    at: datetime
    told: int

    @classmethod
    def read(cls, text: str) -> Until | None:
        """What an address says; nonsense is the newest page."""
        instant, _dot, told = text.rpartition(".")
        if not (told.isascii() and told.isdecimal() and len(told) <= len(str(_MOST_SKIPPED))):
            return None
        if not (instant.isascii() and instant.isdecimal() and len(instant) <= len("9" * 16)):
            return None
        seconds, microseconds = divmod(int(instant), 1_000_000)
        try:
            at = datetime.fromtimestamp(seconds, UTC).replace(microsecond=microseconds)
        except (OverflowError, ValueError, OSError):
            return None
        return cls(at, int(told))

    def __str__(self) -> str:
        # In whole numbers: a float of microseconds is not exact.
        seconds = int(self.at.replace(microsecond=0).timestamp())
        return f"{seconds * 1_000_000 + self.at.microsecond}.{self.told}"


@dataclass(frozen=True, slots=True)
class Told:
    """One page of moments, and where the one before it in time begins."""

    moments: list[Row[Any]]
    earlier: Until | None


def of_person(
    session: Session, person: Volunteer | Household, until: Until | None, size: int
) -> Told:
    """What happened with a volunteer or a household; the few leave looks out. One query."""
    wanted = _of_person(type(person), newest=until is None, in_short=size == FEW)
    return _told(session, wanted, sources.about_person(person), until, size)


def of_match(session: Session, match: Match, until: Until | None, size: int) -> Told:
    """What happened in a match. One query."""
    return _told(session, _of_match(newest=until is None), sources.about_match(match), until, size)


# To put so many kinds together takes longer than to ask for them.
@cache
def _of_person(kind: Person, *, newest: bool, in_short: bool) -> Select[Any]:
    return _newest_first(sources.of_person(kind, in_short=in_short), newest=newest)


@cache
def _of_match(*, newest: bool) -> Select[Any]:
    return _newest_first(sources.of_match(), newest=newest)


def _newest_first(kinds: Iterator[Select[Any]], *, newest: bool) -> Select[Any]:
    all_of_them = union_all(*kinds).subquery()
    columns = all_of_them.c
    wanted = select(all_of_them).order_by(
        columns.at.desc(), columns.source.desc(), columns.row_id.desc()
    )
    if not newest:
        wanted = wanted.where(columns.at <= bindparam("until", type_=UtcDateTime))
    return wanted.limit(bindparam("most", type_=Integer))


def _told(
    session: Session, wanted: Select[Any], about: dict[str, int], until: Until | None, size: int
) -> Told:
    skipped = until.told if until else 0
    asked = {**about, "most": skipped + size + 1, "until": until.at if until else None}
    rows = list(session.execute(wanted, asked))
    told = rows[skipped : skipped + size]
    if len(rows) <= skipped + size or not told:
        return Told(told, None)
    last = told[-1].at
    return Told(told, Until(last, sum(row.at == last for row in rows[: skipped + size])))
