"""previews of policies that a worker computes

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_preview",
        sa.Column("progress", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_id", sa.Integer(), nullable=True),
        sa.Column("decided", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("compared_with", sa.Integer(), nullable=True),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["started_by_id"], ["party.id"], name=op.f("fk_policy_preview_started_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["party.id"], name=op.f("fk_policy_preview_cancelled_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_policy_preview_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_preview")),
        sa.UniqueConstraint("public_id", name=op.f("uq_policy_preview_public_id")),
    )
    for column in ("created_at", "scheme_id"):
        op.create_index(op.f(f"ix_policy_preview_{column}"), "policy_preview", [column])


def downgrade() -> None:
    # The jobs of a table that is no longer there would fail for ever.
    op.execute("DELETE FROM job WHERE kind = 'policy_preview'")
    for column in ("scheme_id", "created_at"):
        op.drop_index(op.f(f"ix_policy_preview_{column}"), table_name="policy_preview")
    op.drop_table("policy_preview")
