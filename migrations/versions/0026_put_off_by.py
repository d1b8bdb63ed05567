"""who put a task off, and when

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    person = sa.ForeignKey("party.id", name=op.f("fk_task_snoozed_by_id"))
    op.add_column(
        "task",
        sa.Column("snoozed_by_id", sa.Integer(), person, nullable=True),
        inline_references=True,
    )
    op.add_column("task", sa.Column("snoozed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    for column in ("snoozed_at", "snoozed_by_id"):
        op.drop_column("task", column)
