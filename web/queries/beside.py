"""What a list shows beside its rows, by the id of the row: columns, since objects cost more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from web.models import Member, Need, SpokenLanguage
from web.models.vocabulary import HelpCategory


def languages(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Tags of what people speak, the best known first. One query."""
    return _by_id(session.execute(_languages(), {"ids": ids}))


def needs(session: Session, ids: Sequence[int]) -> dict[int, list[HelpCategory]]:
    """What households need, the most important first. One query."""
    return _by_id(session.execute(_needs(), {"ids": ids}))


def members(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many people live with the contact persons; where nobody does, nothing. One query."""
    return dict(session.execute(_members(), {"ids": ids}).all())


# Written once each: to put them together takes longer than to ask for them.
@cache
def _languages() -> Select[int, str]:
    spoken = select(SpokenLanguage.party_id, SpokenLanguage.tag)
    return spoken.where(_of_rows(SpokenLanguage.party_id)).order_by(SpokenLanguage.level.desc())


@cache
def _needs() -> Select[int, HelpCategory]:
    needed = select(Need.household_id, Need.category)
    return needed.where(_of_rows(Need.household_id)).order_by(Need.priority)


@cache
def _members() -> Select[int, int]:
    counted = select(Member.household_id, func.count()).where(_of_rows(Member.household_id))
    return counted.group_by(Member.household_id)


def _of_rows(column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return column.in_(bindparam("ids", expanding=True))


def _by_id(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row_id, thing in rows:
        found[row_id].append(thing)
    return found
