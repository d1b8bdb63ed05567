"""What a list shows beside its rows, by the id of the row: columns, since objects cost more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import Member, Need, SpokenLanguage
from web.models.vocabulary import HelpCategory


def languages(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Tags of what people speak, the best known first. One query."""
    rows = session.execute(
        select(SpokenLanguage.party_id, SpokenLanguage.tag)
        .where(SpokenLanguage.party_id.in_(ids))
        .order_by(SpokenLanguage.level.desc())
    )
    return _by_id(rows)


def needs(session: Session, ids: Sequence[int]) -> dict[int, list[HelpCategory]]:
    """What households need, the most important first. One query."""
    rows = session.execute(
        select(Need.household_id, Need.category)
        .where(Need.household_id.in_(ids))
        .order_by(Need.priority)
    )
    return _by_id(rows)


def members(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """How many people live with the contact persons; where nobody does, nothing. One query."""
    rows = session.execute(
        select(Member.household_id, func.count())
        .where(Member.household_id.in_(ids))
        .group_by(Member.household_id)
    )
    return dict(rows.all())


def _by_id(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row_id, thing in rows:
        found[row_id].append(thing)
    return found
