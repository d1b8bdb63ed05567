"""encrypt the outcome of checks and years of birth

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from web.models.encryption import keyring

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# Table, its key, the column, its plain type, and what a row has before its value is written.
_COLUMNS = (
    ("screening", "volunteer_id", "passed", sa.Boolean(), sa.false()),
    ("volunteer", "id", "child_birth_years", sa.JSON(), sa.text("'[]'")),
    ("member", "id", "birth_year", sa.Integer(), sa.text("0")),
)


def upgrade() -> None:
    for table, key, column, plain, _empty in _COLUMNS:
        _rewrite(
            table,
            key,
            sa.column(column, plain),
            sa.Column(f"{column}_new", sa.Text(), nullable=False, server_default=""),
            lambda value: keyring.encrypt(json.dumps(value)),
        )


def downgrade() -> None:
    for table, key, column, plain, empty in _COLUMNS:
        _rewrite(
            table,
            key,
            sa.column(column, sa.Text()),
            sa.Column(f"{column}_new", plain, nullable=False, server_default=empty),
            lambda token: json.loads(keyring.decrypt(token)),
        )


def _rewrite(
    table: str,
    key: str,
    old: sa.ColumnClause[Any],
    new: sa.Column[Any],
    convert: Callable[[Any], Any],
) -> None:
    """Write a new column beside the old one, and put it in its place.

    Not in batch mode: on SQLite that drops the table, and what refers to its rows goes with them.
    """
    op.add_column(table, new)
    rows = sa.table(table, sa.column(key), old, sa.column(new.name, new.type))
    connection = op.get_bind()
    values = [
        {"row": row, "value": convert(value)}
        for row, value in connection.execute(sa.select(rows.c[key], rows.c[old.name]))
    ]
    if values:
        value = sa.bindparam("value", type_=new.type)
        statement = sa.update(rows).where(rows.c[key] == sa.bindparam("row"))
        connection.execute(statement.values({new.name: value}), values)
    op.drop_column(table, old.name)
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {new.name} TO {old.name}")
