"""parts of a run that are solved apart

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_run_part",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "progress",
            sa.Enum(
                *("queued", "running", "done", "failed"),
                name="progress",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("entrants", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["match_run.id"],
            name=op.f("fk_match_run_part_run_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_match_run_part_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_run_part")),
        sa.UniqueConstraint(
            "run_id", "position", name=op.f("uq_match_run_part_run_id_position")
        ),
    )
    with op.batch_alter_table("match_run_part", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_match_run_part_scheme_id"), ["scheme_id"], unique=False
        )


def downgrade() -> None:
    # A run that is divided when the table goes cannot be finished any more.
    op.execute(
        "UPDATE match_run SET progress = 'failed' WHERE progress = 'running' "
        "AND id IN (SELECT run_id FROM match_run_part)"
    )
    with op.batch_alter_table("match_run_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_match_run_part_scheme_id"))
    op.drop_table("match_run_part")
