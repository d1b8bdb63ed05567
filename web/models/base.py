"""The one declarative base: naming convention, types, and what every row has."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import DateTime, Enum, ForeignKey, MetaData, SmallInteger, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: nobody can say which instant it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Graded(TypeDecorator[Any]):
    """An IntEnum kept as its number."""

    impl = SmallInteger
    cache_ok = True

    def __init__(self, grades: type[IntEnum]) -> None:
        super().__init__()
        self.grades = grades

    def process_bind_param(self, value: IntEnum | None, dialect: Dialect) -> int | None:
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> IntEnum | None:
        return None if value is None else self.grades(value)


class Base(DeclarativeBase):
    # A name for every constraint: Alembic's batch mode on SQLite can only drop what has one.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # On the registry rather than the class: Flask-SQLAlchemy derives a model class of its own.
    registry = registry(
        type_annotation_map={
            datetime: UtcDateTime(),
            # The word itself is stored, so that a row reads as the domain speaks.
            StrEnum: Enum(
                StrEnum,
                native_enum=False,
                create_constraint=False,
                length=40,
                values_callable=lambda words: [word.value for word in words],
            ),
        }
    )


def new_public_id() -> str:
    """An opaque name for URLs: says nothing of how many rows there are (128 bits)."""
    return secrets.token_urlsafe(16)


class InScheme:
    """A row that belongs to exactly one scheme; the session of a request filters by it."""

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)


class Public:
    """A row that people reach by URL."""

    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
