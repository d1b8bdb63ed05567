"""Open tasks: whose they are on a day, in which order, and whether anything has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeAlias, TypeVar, TypeVarTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    Row,
    Select,
    String,
    Subquery,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased, joinedload

from web.models import Absence, Household, Match, Party, Staff, Task
from web.queries import team
from web.queries.order import Key, sorted_by
from web.queries.paging import Beside, Page, beyond, laid_out
from web.queries.parties import NAMES, sides_of

# As many as one sees to in an hour.
TASKS_A_PAGE = 25
# How many fit, beside each of those on a page.
_TOTAL = func.count().over()
# Only ids are read of these two, so the tables are enough.
_MATCH = Match.__table__.alias("about_match")
_FAMILY = Household.__table__.alias("about_family")
_AWAY = aliased(Absence)
# What a line of the list shows of whom it is about: all else stays encrypted.
_SHOWN_OF_PARTY = (*NAMES, Party.kind, Party.phone, Party.email)
# Whom a task was handed to, else the coordinator of the household that it is about.
OWN_HOLDER: ColumnElement[int | None] = func.coalesce(Task.held_by_id, _FAMILY.c.coordinator_id)
# Who has it on a day: its own holder, or who stands in for them.
HOLDER: ColumnElement[int | None] = func.coalesce(_AWAY.stand_in_id, OWN_HOLDER)
# Who asks, and for which day.
_ME, _DAY = bindparam("me", type_=Integer), bindparam("day", type_=Date)
# What tasks are put in order by; `handed` is 0 for what was handed over to who asks.
_PLACE = (
    case((Task.held_by_id.is_not(None) & HOLDER.is_not_distinct_from(_ME), 0), else_=1).label(
        "handed"
    ),
    Task.created_at,
    Task.id,
)
_PLACED_BY = ("handed", "created_at", "id")
Columns = TypeVarTuple("Columns")
Value = TypeVar("Value")
# A value, or the name under which a statement gets it later.
Asked: TypeAlias = Value | BindParameter[Value]


class Whose(StrEnum):
    """Which tasks are looked at; one's own are also those that nobody has."""

    MINE = "mine"
    ALL = "all"


class Way(StrEnum):
    """Which page: the first, or the one beside a task, in either direction."""

    FIRST = "first"
    AFTER = "after"
    BEFORE = "before"


class Held(NamedTuple):
    """Ids of the one whose a task is, and of the one who has it on a day; nobody's has neither."""

    own: int | None
    today: int | None


@dataclass(frozen=True, slots=True)
class Queue:
    page: Page[Task]
    # Whose each task is, and who has it on this day, by the task's id; nobody has most of them
    # in a small scheme.
    holders: dict[int, Held]
    # Other whenever a page of it would show something else.
    stamp: str

    @property
    def matches(self) -> list[Match]:
        return [task.match for task in self.page.rows if task.match is not None]


@dataclass(frozen=True, slots=True)
class TaskFile:
    """One task, open or done, with everything that its page shows."""

    task: Task
    held: Held
    # Kept so that the match's two sides stay loaded.
    sides: dict[int, Party]


def file_of(session: Session, public_id: str, day: date) -> TaskFile | None:
    """The task of this scheme with that public id, if there is one. At most five queries."""
    row = session.execute(
        with_holders(select(Task, OWN_HOLDER, HOLDER), day)
        .where(Task.public_id == public_id)
        .options(
            joinedload(Task.party),
            joinedload(Task.match),
            joinedload(Task.done_by),
            joinedload(Task.handed_by),
            joinedload(Task.snoozed_by),
        )
    ).one_or_none()
    if row is None:
        return None
    task, *held = row
    return TaskFile(task, Held(*held), sides_of(session, [task.match] if task.match else []))


def queue(
    session: Session, whose: Whose, me: Party, day: date, asked: Beside | None = None
) -> Queue:
    """A page of tasks: in one's own those that were handed over, then the oldest.

    One query, two beside a task.
    """
    rows, here = _read(session, _shown, whose, {"me": me.id, "day": day}, asked)
    total = rows[0][3] if rows else 0
    return Queue(
        laid_out([row[0] for row in rows], here, TASKS_A_PAGE, total, lambda task: task.public_id),
        holders={task.id: Held(own, today) for task, own, today, _total in rows},
        stamp=_stamp([(task.id, task.version, task.evidence, *rest) for task, *rest in rows], day),
    )


def stamp(session: Session, whose: Whose, me: Party, day: date, asked: Beside | None = None) -> str:
    """The stamp of the page as it is now, without reading whom it is about.

    One query, two beside a task.
    """
    rows, _here = _read(session, _stamped, whose, {"me": me.id, "day": day}, asked)
    return _stamp([tuple(row) for row in rows], day)


def number(whose: Whose, me: Asked[int], day: Asked[date]) -> Select[int]:
    """How many there are; by values or by names for them."""
    return _fitting(select(func.count()).select_from(Task), whose, me, day)


def numbers() -> Select[int, int]:
    """How many are `mine` and `everybodys`, counted at once, of the values `me` and `day`."""
    statement = _fitting(select(Task), Whose.ALL, _ME, _DAY)
    return statement.with_only_columns(
        func.count().filter(_nobody_elses(_ME)).label("mine"), func.count().label("everybodys")
    )


def with_holders(statement: Select[*Columns], day: Asked[date]) -> Select[*Columns]:
    """Beside each task its household and who stands in, for `OWN_HOLDER` and `HOLDER`.

    Nobody has two absences on one day, so a task stays one row.
    """
    return (
        statement.outerjoin(_MATCH, _MATCH.c.id == Task.match_id)
        .outerjoin(_FAMILY, _FAMILY.c.id == func.coalesce(_MATCH.c.household_id, Task.party_id))
        .outerjoin(_AWAY, and_(_AWAY.away_id == OWN_HOLDER, team.lasts(_AWAY, day)))
    )


def _read(
    session: Session,
    statement: Callable[[Whose, Way], Select[*Columns]],
    whose: Whose,
    values: dict[str, Any],
    asked: Beside | None,
) -> tuple[Sequence[Row[*Columns]], Beside | None]:
    """The rows of a page and one more, in the direction asked for, and beside what they are.

    Beside a task that is not there, or with none beside it any more, it is the first page. A task
    that was settled meanwhile still says where the page begins.
    """
    place = _place_of(session, asked, values) if asked else None
    if asked and place:
        way = Way.BEFORE if asked.backwards else Way.AFTER
        if rows := session.execute(statement(whose, way), {**values, **place}).all():
            return rows, asked
    return session.execute(statement(whose, Way.FIRST), values).all(), None


def _place_of(session: Session, asked: Beside, values: dict[str, Any]) -> dict[str, Any] | None:
    """What the task is put in order by."""
    found = session.execute(_place(), {**values, "public_id": asked.public_id}).one_or_none()
    return None if found is None else dict(zip(map(_beside, _PLACED_BY), found, strict=True))


# Written once each: to put them together takes longer than to ask for them.
@cache
def _place() -> Select[int, datetime, int]:
    placed = with_holders(select(*_PLACE).select_from(Task), _DAY)
    return placed.where(Task.public_id == bindparam("public_id", type_=String))


@cache
def _shown(whose: Whose, way: Way) -> Select[Task, int | None, int | None, int]:
    chosen, order = _chosen(whose, way)
    return (
        select(Task, chosen.c.own, chosen.c.today, chosen.c.total)
        .join(chosen, chosen.c.id == Task.id)
        .order_by(*order)
        .options(
            joinedload(Task.party).load_only(*_SHOWN_OF_PARTY),
            joinedload(Task.match).defer(Match.criteria),
            joinedload(Task.handed_by).load_only(*NAMES),
            joinedload(Task.snoozed_by).load_only(*NAMES),
        )
    )


@cache
def _stamped(whose: Whose, way: Way) -> Select[*tuple[Any, ...]]:
    chosen, order = _chosen(whose, way)
    return (
        select(Task.id, Task.version, Task.evidence, chosen.c.own, chosen.c.today, chosen.c.total)
        .join(chosen, chosen.c.id == Task.id)
        .order_by(*order)
    )


def _chosen(whose: Whose, way: Way) -> tuple[Subquery, list[ColumnElement[Any]]]:
    """The tasks of a page, and their order; the total is of all, whatever the page."""
    fitting = (
        _fitting(select(Task), whose, _ME, _DAY)
        .with_only_columns(
            *_PLACE, OWN_HOLDER.label("own"), HOLDER.label("today"), _TOTAL.label("total")
        )
        .subquery()
    )
    keys = _keys(whose, fitting, way)
    wanted = select(fitting).order_by(*sorted_by(keys)).limit(TASKS_A_PAGE + 1)
    if way is not Way.FIRST:
        wanted = wanted.where(beyond(keys, [bindparam(_beside(key.value.key)) for key in keys]))
    chosen = wanted.subquery()
    return chosen, sorted_by(_keys(whose, chosen, way))


def _keys(whose: Whose, tasks: Subquery, way: Way) -> list[Key]:
    columns = _PLACED_BY if whose is Whose.MINE else _PLACED_BY[1:]
    return [Key(tasks.c[name], descending=way is Way.BEFORE) for name in columns]


def _beside(name: str) -> str:
    """The name under which a statement gets this value of the task that a page is beside."""
    return f"beside_{name}"


def _fitting(
    statement: Select[*Columns], whose: Whose, me: Asked[int], day: Asked[date]
) -> Select[*Columns]:
    """Open and not put away; in one's own, nobody else's who is still there to see to it."""
    fitting = with_holders(statement, day).where(
        Task.done_at.is_(None),
        or_(Task.snoozed_until.is_(None), Task.snoozed_until <= day),
    )
    if whose is Whose.ALL:
        return fitting
    return fitting.where(_nobody_elses(me))


def _nobody_elses(me: Asked[int]) -> ColumnElement[bool]:
    others = select(Staff.id).where(team.is_coordinator(), Staff.id != me)
    return or_(HOLDER.is_(None), HOLDER.not_in(others))


def _stamp(rows: Sequence[tuple[object, ...]], day: date) -> str:
    return hashlib.sha256(repr((day, rows)).encode()).hexdigest()[:16]
