"""times proposed for a first meeting, when it is planned, and questions to volunteers

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("match", sa.Column("times_proposed_at", sa.DateTime(timezone=True)))
    op.add_column("match", sa.Column("meeting_at", sa.DateTime(timezone=True)))
    op.add_column("match", sa.Column("meeting_place", sa.Text()))
    op.create_table(
        "meeting_time",
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("suits_volunteer", sa.Boolean(), nullable=True),
        sa.Column("suits_household", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_meeting_time_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["party.id"], name=op.f("fk_meeting_time_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_meeting_time_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_time")),
    )
    for column in ("match_id", "scheme_id"):
        op.create_index(op.f(f"ix_meeting_time_{column}"), "meeting_time", [column])
    # No row refers to a question, so this table may be made anew on SQLite.
    with op.batch_alter_table("change_question") as batch:
        batch.add_column(sa.Column("volunteer_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_change_question_volunteer_id"),
            "volunteer",
            ["volunteer_id"],
            ["id"],
            ondelete="CASCADE",
        )
    op.create_index(op.f("ix_change_question_volunteer_id"), "change_question", ["volunteer_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_change_question_volunteer_id"), table_name="change_question")
    # Volunteers' questions would read as the families'.
    op.execute("DELETE FROM change_question WHERE volunteer_id IS NOT NULL")
    with op.batch_alter_table("change_question") as batch:
        batch.drop_constraint(op.f("fk_change_question_volunteer_id"), type_="foreignkey")
        batch.drop_column("volunteer_id")
    for column in ("scheme_id", "match_id"):
        op.drop_index(op.f(f"ix_meeting_time_{column}"), table_name="meeting_time")
    op.drop_table("meeting_time")
    for column in ("meeting_place", "meeting_at", "times_proposed_at"):
        op.drop_column("match", column)
