"""The coordinators of a scheme, who of them is away, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, select
from sqlalchemy.orm import Session, joinedload

from web.models import Absence, Household, Staff
from web.models.vocabulary import Role

MOST_ABSENCES = 100


@dataclass(frozen=True, slots=True)
class Colleague:
    """A coordinator, and the absence of this day, if any."""

    member: Staff
    absence: Absence | None


def team(session: Session, day: date) -> dict[int, Colleague]:
    """Every active coordinator by id, in the order in which they came. One query."""
    rows = session.execute(_team(), {"day": day})
    return {member.id: Colleague(member, absence) for member, absence in rows}


# Written once: to put it together takes longer than to ask for it.
@cache
def _team() -> Select[Staff, Absence]:
    away = and_(Absence.away_id == Staff.id, lasts(Absence, bindparam("day", type_=Date)))
    team = select(Staff, Absence).outerjoin(Absence, away).where(is_coordinator())
    return team.order_by(Staff.id)


def coordinator_of(session: Session, household: Household) -> Staff | None:
    """Whose caseload the household is; nobody's where they have left the staff. One query."""
    return session.scalar(
        select(Staff).where(Staff.id == household.coordinator_id, is_coordinator())
    )


def absences(session: Session, day: date) -> Sequence[Absence]:
    """Those of today and those to come, the first to begin first. One query."""
    return session.scalars(
        select(Absence)
        .where(Absence.until_on >= day)
        .options(joinedload(Absence.away), joinedload(Absence.stand_in))
        .order_by(Absence.from_on, Absence.id)
        .limit(MOST_ABSENCES)
    ).all()


def lasts(absence: type[Absence], day: date | BindParameter[date]) -> ColumnElement[bool]:
    """The day is one of an absence, which may be an alias."""
    return and_(absence.from_on <= day, absence.until_on >= day)


def is_coordinator() -> ColumnElement[bool]:
    return and_(Staff.active, Staff.duty == Role.COORDINATOR)
