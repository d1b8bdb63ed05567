"""whose a task and a household are, and who stands in

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OF_TASK = ("held_by_id", "handed_by_id", "handed_at", "handed_note", "version")


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("away_id", sa.Integer(), nullable=False),
        sa.Column("stand_in_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_absence_days")),
        sa.CheckConstraint("away_id <> stand_in_id", name=op.f("ck_absence_two_people")),
        sa.ForeignKeyConstraint(
            ["away_id"], ["party.id"], name=op.f("fk_absence_away_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_absence_scheme_id")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["party.id"], name=op.f("fk_absence_stand_in_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["party.id"], name=op.f("fk_absence_told_by_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
        sa.UniqueConstraint("public_id", name=op.f("uq_absence_public_id")),
    )
    op.create_index("ix_absence_away_id_until_on", "absence", ["away_id", "until_on"])
    op.create_index("ix_absence_scheme_id", "absence", ["scheme_id"])
    op.create_index("ix_absence_stand_in_id", "absence", ["stand_in_id"])
    # Not in batch mode: on SQLite that drops the table, and what refers to its rows goes with them.
    _add_person("household", "coordinator_id")
    op.create_index("ix_household_coordinator_id", "household", ["coordinator_id"])
    _add_person("task", "held_by_id")
    op.create_index("ix_task_held_by_id", "task", ["held_by_id"])
    _add_person("task", "handed_by_id")
    op.add_column("task", sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("task", sa.Column("handed_note", sa.Text(), nullable=True))
    op.add_column("task", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.drop_index("ix_task_held_by_id", table_name="task")
    for name in reversed(_OF_TASK):
        op.drop_column("task", name)
    op.drop_index("ix_household_coordinator_id", table_name="household")
    op.drop_column("household", "coordinator_id")
    op.drop_table("absence")


def _add_person(table: str, name: str) -> None:
    person = sa.ForeignKey("party.id", name=op.f(f"fk_{table}_{name}"))
    column = sa.Column(name, sa.Integer(), person, nullable=True)
    op.add_column(table, column, inline_references=True)
