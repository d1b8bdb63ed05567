"""what families tell us has changed

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "told_change",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("denied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken", sa.Boolean(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_told_change_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_told_change_scheme_id")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["party.id"], name=op.f("fk_told_change_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told_change")),
        sa.UniqueConstraint("public_id", name=op.f("uq_told_change_public_id")),
    )
    for column in ("household_id", "scheme_id"):
        op.create_index(op.f(f"ix_told_change_{column}"), "told_change", [column])


def downgrade() -> None:
    for column in ("scheme_id", "household_id"):
        op.drop_index(op.f(f"ix_told_change_{column}"), table_name="told_change")
    op.drop_table("told_change")
