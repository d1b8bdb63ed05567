"""approvals that can be taken back, and runs that can be cancelled

Revision ID: 0006
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("match", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    # Both tables are referred to, so not in batch mode; and SQLite takes a reference to another
    # table only together with its column.
    op.execute(
        "ALTER TABLE match_run ADD COLUMN cancelled_by_id INTEGER"
        " CONSTRAINT fk_match_run_cancelled_by_id REFERENCES party (id)"
    )


def downgrade() -> None:
    op.drop_column("match_run", "cancelled_by_id")
    op.drop_column("match", "asked_at")
