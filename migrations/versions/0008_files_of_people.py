"""beginnings of names, notes, and the history of fields

Revision ID: 0008
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web.services import name_index

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _name_part()
    _note()
    _field_change()
    # Whoever is here already would not be found by name.
    for _ in name_index.fill(op.get_bind()):
        pass


def downgrade() -> None:
    for table in ("field_change", "note", "name_part"):
        op.drop_table(table)


def _name_part() -> None:
    op.create_table(
        "name_part",
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id", "party_id"],
            ["party.scheme_id", "party.id"],
            name=op.f("fk_name_part_scheme_id_party_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scheme_id", "key", "party_id", name=op.f("pk_name_part")),
    )
    op.create_index(op.f("ix_name_part_party_id"), "name_part", ["party_id"])


def _note() -> None:
    op.create_table(
        "note",
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("match_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.CheckConstraint(
            "(party_id IS NULL) <> (match_id IS NULL)", name=op.f("ck_note_subject")
        ),
        sa.ForeignKeyConstraint(["author_id"], ["party.id"], name=op.f("fk_note_author_id")),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_note_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_note_party_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_note_scheme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("public_id", name=op.f("uq_note_public_id")),
    )
    for column in ("match_id", "party_id", "scheme_id"):
        op.create_index(op.f(f"ix_note_{column}"), "note", [column])


def _field_change() -> None:
    op.create_table(
        "field_change",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=True),
        sa.Column("new", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["party.id"], name=op.f("fk_field_change_actor_id")),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_field_change_party_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_field_change_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_change")),
    )
    op.create_index(
        op.f("ix_field_change_party_id_field"), "field_change", ["party_id", "field"]
    )
    op.create_index(op.f("ix_field_change_scheme_id"), "field_change", ["scheme_id"])
