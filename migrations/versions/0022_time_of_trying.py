"""since when a message or a job is tried: a day of trying is not a day of waiting

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TABLES = ("notification", "job")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table, sa.Column("first_tried_at", sa.DateTime(timezone=True), nullable=True)
        )
        # What is being tried was tried first when it was written, or a little later.
        op.execute(
            f"UPDATE {table} SET first_tried_at = created_at "
            "WHERE status = 'pending' AND attempts > 0"
        )


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "first_tried_at")
