"""What would have left while a scheme was in exercise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, joinedload

from web.models import KeptLetter, Party
from web.models.vocabulary import Channel
from web.queries import narrowing
from web.queries.order import Key, Order, sorted_by

MOST_SHOWN = 100


class LetterColumn(StrEnum):
    """What the list can be put in order by."""

    KEPT = "kept"


USUAL_ORDER = Order(LetterColumn.KEPT, descending=True)


@dataclass(frozen=True, slots=True)
class LetterFilter:
    """What the list is narrowed to, and its order; None and empty mean 'any'."""

    name: str = ""
    about: str = ""
    channel: Channel | None = None
    order: Order[LetterColumn] = USUAL_ORDER


def listed(session: Session, wanted: LetterFilter) -> Sequence[KeptLetter]:
    """The first of those that fit. One query, and those of the names."""
    shown = _narrowed(session, wanted).options(joinedload(KeptLetter.party))
    return session.scalars(shown.limit(MOST_SHOWN)).all()


def kinds(session: Session) -> Sequence[str]:
    """What the kept letters are about. One query."""
    return session.scalars(select(KeptLetter.kind).distinct().order_by(KeptLetter.kind)).all()


def exported(session: Session, wanted: LetterFilter) -> Iterator[Row[Any]]:
    """All that fit: to whom, how, when and about what. One query.

    Their words stay here: the links in them open the pages of the people they were for.
    """
    shown = (
        _narrowed(session, wanted)
        .join(Party, Party.id == KeptLetter.party_id)
        .with_only_columns(
            Party.first_name,
            Party.last_name,
            KeptLetter.channel,
            KeptLetter.kind,
            KeptLetter.kept_at,
        )
    )
    return narrowing.streamed(session, shown)


def _narrowed(session: Session, wanted: LetterFilter) -> Select[KeptLetter]:
    letters = select(KeptLetter)
    if wanted.about:
        letters = letters.where(KeptLetter.kind == wanted.about)
    if wanted.channel is not None:
        letters = letters.where(KeptLetter.channel == wanted.channel)
    if wanted.name:
        letters = letters.where(narrowing.called(session, KeptLetter.party_id, wanted.name))
    return letters.order_by(*sorted_by([Key(KeptLetter.id, wanted.order.descending)]))
