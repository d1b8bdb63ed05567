"""indexes for what lists are put in order by, and for the places that are taken

Revision ID: 0011
Revises: 0009
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NEW = (
    ("match", ["scheme_id", "proposed_at"]),
    ("match", ["volunteer_id", "state", "scheme_id"]),
    ("match", ["household_id", "state", "scheme_id"]),
    ("household", ["state", "ready_at", "wanted"]),
    ("party", ["scheme_id", "created_at"]),
)
# Each begins one of the new ones.
OLD = (("match", "volunteer_id"), ("match", "household_id"), ("household", "state"))


def upgrade() -> None:
    for table, columns in NEW:
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)
    for table, column in OLD:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)


def downgrade() -> None:
    for table, column in OLD:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table, columns in NEW:
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table_name=table)
