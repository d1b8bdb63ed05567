"""One row of everything, made from the models: a table of tomorrow is not forgotten."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Table, func, insert, select
from sqlalchemy.orm import Session
from sqlalchemy.types import Enum as EnumType
from sqlalchemy.types import TypeDecorator

from web.models import Base
from web.models.base import Graded
from web.models.encryption import EncryptedValue

# What a rule of its table asks for, although it may be empty: a note is about somebody or a match.
ASKED = {("note", "party_id")}
_PLAIN: dict[type, Any] = {str: "x", int: 1, float: 1.0, bool: False, bytes: b"x", dict: {}}


def make_missing(session: Session) -> None:
    """Put a row into every table that has none; it refers to the first rows of the others."""
    for table in Base.metadata.sorted_tables:
        if not session.scalar(select(func.count()).select_from(table)):
            session.execute(insert(table), row_of(session, table))


def row_of(session: Session, table: Table) -> dict[str, Any]:
    """What a row of this table cannot do without."""
    needed = [column for column in table.columns if _is_needed(column)]
    # Two that one row refers to are two people.
    return {
        column.name: _referred(session, column, place) if column.foreign_keys else _value(column)
        for place, column in enumerate(needed)
    }


def _is_needed(column: Column[Any]) -> bool:
    """Whether it is neither filled in by itself nor left empty."""
    numbered = column.name == "id" and not column.foreign_keys
    filled = numbered or column.default is not None or column.server_default is not None
    asked = (column.table.name, column.name) in ASKED
    return asked or (not column.nullable and not filled)


def _referred(session: Session, column: Column[Any], place: int) -> Any:
    (key,) = column.foreign_keys
    wanted = select(key.column).order_by(key.column)
    return session.scalar(wanted.offset(place).limit(1)) or session.scalar(wanted.limit(1))


def _value(column: Column[Any]) -> Any:
    match column.type:
        case EnumType(enum_class=words) if words is not None:
            return next(iter(words))
        case Graded(grades=grades):
            return next(iter(grades))
        case EncryptedValue():
            return 1
        case JSON():
            return {}
    kept_as = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    kind = kept_as.python_type
    if kind in (datetime, date):
        return datetime.now(UTC) if kind is datetime else date(2026, 1, 1)
    return _PLAIN[kind]
