"""an index for the proposals of a run, by state and points

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OF_RUN = ["run_id", "state", "points", "scheme_id"]


def upgrade() -> None:
    op.create_index(op.f("ix_match_run_id_state_points_scheme_id"), "match", OF_RUN)
    op.drop_index(op.f("ix_match_run_id"), "match")


def downgrade() -> None:
    op.create_index(op.f("ix_match_run_id"), "match", ["run_id"])
    op.drop_index(op.f("ix_match_run_id_state_points_scheme_id"), "match")
