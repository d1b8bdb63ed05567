"""meetings that volunteers write down, changes of contact, and who was erased

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _held_meeting()
    _contact_change()
    _tombstone()


def downgrade() -> None:
    for table in ("tombstone", "contact_change", "held_meeting"):
        op.drop_table(table)


def _held_meeting() -> None:
    op.create_table(
        "held_meeting",
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_held_meeting_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["party.id"], name=op.f("fk_held_meeting_told_by_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_held_meeting_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_meeting")),
        sa.UniqueConstraint("public_id", name=op.f("uq_held_meeting_public_id")),
        sa.UniqueConstraint(
            "match_id",
            "told_by_id",
            "held_on",
            name=op.f("uq_held_meeting_match_id_told_by_id_held_on"),
        ),
    )
    for column in ("scheme_id", "told_by_id"):
        op.create_index(op.f(f"ix_held_meeting_{column}"), "held_meeting", [column])


def _contact_change() -> None:
    op.create_table(
        "contact_change",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("replaced", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_contact_change_party_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_contact_change_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_change")),
    )
    for column in ("party_id", "scheme_id"):
        op.create_index(op.f(f"ix_contact_change_{column}"), "contact_change", [column])


def _tombstone() -> None:
    op.create_table(
        "tombstone",
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_tombstone_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tombstone_public_id")),
    )
    op.create_index(op.f("ix_tombstone_scheme_id"), "tombstone", ["scheme_id"])
