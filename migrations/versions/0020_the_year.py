"""each scheme's cadence, follow-ups moved by hand, and more of the yearly evaluation

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _of_a_scheme(
        "scheme_cadence",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_steps", sa.JSON(), nullable=False),
        sa.Column("tail_months", sa.Integer(), nullable=False),
        sa.Column("remind_after_days", sa.Integer(), nullable=False),
        sa.Column("silent_after_days", sa.Integer(), nullable=False),
        sa.Column("meeting_alarm_days", sa.Integer(), nullable=False),
        *_saved("scheme_cadence"),
        sa.UniqueConstraint(
            "scheme_id", "version", name=op.f("uq_scheme_cadence_scheme_id_version")
        ),
    )
    _of_a_round(
        "own_question",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_own_question_round_id_number")),
    )
    _of_a_round(
        "attendance",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_attendance_party_id"), ondelete="CASCADE"
        ),
        sa.UniqueConstraint("round_id", "party_id", name=op.f("uq_attendance_round_id_party_id")),
    )
    op.create_index(op.f("ix_attendance_party_id"), "attendance", ["party_id"])
    _of_a_round(
        "minutes",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_saved("minutes"),
        sa.UniqueConstraint("round_id", "version", name=op.f("uq_minutes_round_id_version")),
    )
    op.add_column("follow_up", sa.Column("planned_on", sa.Date(), nullable=True))
    op.add_column(
        "follow_up", sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "evaluation_answer",
        sa.Column("own_marks", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
    )
    op.add_column(
        "staff",
        sa.Column("weekly_mail", sa.Boolean(), nullable=False, server_default=sa.true()),
    )


def downgrade() -> None:
    # Who still waits for late answers goes on waiting for answers.
    op.execute("UPDATE evaluation_round SET state = 'open' WHERE state = 'closing'")
    # A question that somebody left out would be asked after all.
    op.execute("DELETE FROM follow_up WHERE skipped_at IS NOT NULL")
    op.drop_column("staff", "weekly_mail")
    op.drop_column("evaluation_answer", "own_marks")
    for column in ("skipped_at", "planned_on"):
        op.drop_column("follow_up", column)
    op.drop_index(op.f("ix_attendance_party_id"), table_name="attendance")
    for table in ("minutes", "attendance", "own_question"):
        op.drop_index(op.f(f"ix_{table}_round_id"), table_name=table)
    for table in ("minutes", "attendance", "own_question", "scheme_cadence"):
        op.drop_index(op.f(f"ix_{table}_scheme_id"), table_name=table)
        op.drop_table(table)


def _of_a_round(table: str, *columns: sa.schema.SchemaItem) -> None:
    _of_a_scheme(
        table,
        sa.Column("round_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["evaluation_round.id"],
            name=op.f(f"fk_{table}_round_id"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f(f"ix_{table}_round_id"), table, ["round_id"])


def _of_a_scheme(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f(f"fk_{table}_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_scheme_id"), table, ["scheme_id"])


def _saved(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["party.id"], name=op.f(f"fk_{table}_saved_by_id")
        ),
    )
