"""Alembic's entry: migrations run inside the application, on its engine."""

from __future__ import annotations

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy.types import TypeDecorator

from web.models import Base


def plain_types(kind: str, item: object, autogen: AutogenContext) -> str | Literal[False]:
    """Write a column's database type: a migration must not depend on today's Python types."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}" if autogen else False
    return False


def run_migrations() -> None:
    """Bring the database of the running application to the wanted revision."""
    extension = current_app.extensions["migrate"]
    with extension.db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=plain_types,
            **extension.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run_migrations()
