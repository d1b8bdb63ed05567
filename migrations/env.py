"""Alembic's entry: migrations run inside the application, on its engine."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.engine import Connection
from sqlalchemy.types import TypeDecorator

from web.models import Base
from web.models.engine import rebuilding_allowed
from web.models.row_counts import expect_a_grown_scheme


def plain_types(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write a column's database type: a migration must not depend on today's Python types."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}" if autogen else False
    return False


def refuse_lost_references(connection: Connection) -> None:
    """Fail the migration, before it is committed, if a row refers to one that is gone."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"the migration left {len(lost)} rows that refer to nothing")


def run_migrations() -> None:
    """Bring the database of the running application to the wanted revision.

    Whoever gives a connection of their own (`palier restore`) commits themselves.
    """
    given: Connection | None = context.config.attributes.get("connection")
    if given is not None:
        migrate(given)
        return
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection, rebuilding_allowed(connection):
        migrate(connection)
        connection.commit()


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=plain_types,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        context.run_migrations()
        refuse_lost_references(connection)
        expect_a_grown_scheme(connection)


run_migrations()
