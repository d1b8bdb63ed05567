"""questions to households for a change

Revision ID: 0009
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change_question",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.String(length=20), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["party.id"], name=op.f("fk_change_question_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_change_question_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_change_question_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_question")),
    )
    for column in ("household_id", "scheme_id"):
        op.create_index(op.f(f"ix_change_question_{column}"), "change_question", [column])


def downgrade() -> None:
    for column in ("scheme_id", "household_id"):
        op.drop_index(op.f(f"ix_change_question_{column}"), table_name="change_question")
    op.drop_table("change_question")
