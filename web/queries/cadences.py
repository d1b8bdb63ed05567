"""The cadences of schemes, now and before, and what of their matches is planned by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from web.models import FollowUp, Match, Scheme, SchemeCadence
from web.models.vocabulary import MatchState, Side

LAST = 5


class Question(NamedTuple):
    """A question of a match, without what anybody answered."""

    id: int
    match_id: int
    side: Side
    step: str
    due_on: date
    planned_on: date | None
    skipped_at: datetime | None
    asked_at: datetime | None


def newest(session: Session, scheme_id: int) -> SchemeCadence | None:
    """None where the scheme goes by the usual one."""
    return session.scalar(_of(scheme_id).limit(1))


def history(session: Session, scheme_id: int) -> Sequence[SchemeCadence]:
    """The last few, the newest first, with who saved them."""
    return session.scalars(
        _of(scheme_id).options(joinedload(SchemeCadence.saved_by)).limit(LAST)
    ).all()


def every(session: Session) -> list[tuple[int, SchemeCadence | None]]:
    """Each scheme with its newest cadence, if it has one. One query."""
    found = session.execute(
        select(Scheme.id, SchemeCadence)
        .outerjoin(SchemeCadence, is_newest_of(Scheme.id))
        .order_by(Scheme.id)
    )
    return [(scheme_id, cadence) for scheme_id, cadence in found]


def is_newest_of(scheme_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """The cadence in force of the scheme of another row, to join it to that."""
    other = aliased(SchemeCadence)
    newest_version = (
        select(func.max(other.version)).where(other.scheme_id == scheme_id).scalar_subquery()
    )
    return (SchemeCadence.scheme_id == scheme_id) & (SchemeCadence.version == newest_version)


def living(session: Session, scheme_id: int) -> Sequence[tuple[int, date, int, int]]:
    """The matches that are asked: id, first meeting, volunteer, household. One query."""
    found = session.execute(
        select(Match.id, Match.first_meeting_on, Match.volunteer_id, Match.household_id)
        .where(
            Match.scheme_id == scheme_id,
            Match.state.in_((MatchState.ACTIVE, MatchState.PAUSED)),
            Match.first_meeting_on.is_not(None),
        )
        .order_by(Match.id)
    )
    return [
        (match_id, met_on, volunteer_id, household_id)
        for match_id, met_on, volunteer_id, household_id in found
        if met_on is not None
    ]


def questions_of_living(session: Session, scheme_id: int) -> Sequence[Question]:
    """Every question of the matches that are asked. One query."""
    columns = [getattr(FollowUp, name) for name in Question._fields]
    found = session.execute(
        select(*columns)
        .join(FollowUp.match)
        .where(
            FollowUp.scheme_id == scheme_id,
            Match.state.in_((MatchState.ACTIVE, MatchState.PAUSED)),
        )
    )
    return [Question(*row) for row in found]


def _of(scheme_id: int) -> Select[SchemeCadence]:
    return (
        select(SchemeCadence)
        .where(SchemeCadence.scheme_id == scheme_id)
        .order_by(SchemeCadence.version.desc())
    )
