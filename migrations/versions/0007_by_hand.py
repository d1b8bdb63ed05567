"""what coordinators decide by hand: pins, who says never and why, overrides, pauses, last words

Revision ID: 0007
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INSIST = ("they_asked", "talked_over", "nobody_else", "notes_outdated", "other")
_NEVER = ("know_each_other", "conflict", "safety_concern", "not_suited", "other")
_PAUSE = ("away", "illness", "busy", "asked", "other")
_HEARD = ("in_person", "by_phone", "in_writing")


def _words(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=40)


def _pair() -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("volunteer_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
    )


def upgrade() -> None:
    op.create_table(
        "pin",
        *_pair(),
        sa.Column("pinned_by_id", sa.Integer(), nullable=False),
        sa.Column("reason", _words("insistreason", _INSIST), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["household.id"],
            name=op.f("fk_pin_household_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["pinned_by_id"], ["party.id"], name=op.f("fk_pin_pinned_by_id")),
        sa.ForeignKeyConstraint(["scheme_id"], ["scheme.id"], name=op.f("fk_pin_scheme_id")),
        sa.ForeignKeyConstraint(
            ["volunteer_id"],
            ["volunteer.id"],
            name=op.f("fk_pin_volunteer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pin")),
        sa.UniqueConstraint(
            "volunteer_id", "household_id", name=op.f("uq_pin_volunteer_id_household_id")
        ),
    )
    op.create_index(op.f("ix_pin_household_id"), "pin", ["household_id"])
    op.create_index(op.f("ix_pin_scheme_id"), "pin", ["scheme_id"])
    op.create_table(
        "closing_words",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("side", _words("side", ("volunteer", "household")), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("heard", _words("heard", _HEARD), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"], ["match.id"], name=op.f("fk_closing_words_match_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_closing_words_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_words")),
        sa.UniqueConstraint("match_id", "side", name=op.f("uq_closing_words_match_id_side")),
    )
    op.create_index(op.f("ix_closing_words_scheme_id"), "closing_words", ["scheme_id"])
    # Nothing refers to this table, so SQLite may rebuild it.
    with op.batch_alter_table("never_pair", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", _words("neverreason", _NEVER), nullable=True))
        batch_op.add_column(sa.Column("noted_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_never_pair_noted_by_id"), "party", ["noted_by_id"], ["id"]
        )
    # Not in batch mode: on SQLite that drops the table, and what refers to its rows goes with them.
    empty = sa.text("'[]'")
    op.add_column("match", sa.Column("pause_until", sa.Date(), nullable=True))
    op.add_column("match", sa.Column("in_spite_of", sa.JSON(), nullable=False, server_default=empty))
    op.add_column(
        "match_run", sa.Column("unkept_pins", sa.JSON(), nullable=False, server_default=empty)
    )
    op.add_column("party", sa.Column("pause_reason", _words("pausereason", _PAUSE), nullable=True))
    op.add_column("party", sa.Column("paused_until", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "paused_until")
    op.drop_column("party", "pause_reason")
    op.drop_column("match_run", "unkept_pins")
    op.drop_column("match", "in_spite_of")
    op.drop_column("match", "pause_until")
    with op.batch_alter_table("never_pair", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_never_pair_noted_by_id"), type_="foreignkey")
        batch_op.drop_column("noted_by_id")
        batch_op.drop_column("code")
    op.drop_table("closing_words")
    op.drop_table("pin")
