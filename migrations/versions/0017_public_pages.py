"""what a scheme says of itself, in each language, and what brought people to it

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheme_text",
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["party.id"], name=op.f("fk_scheme_text_saved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_text_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_text")),
        sa.UniqueConstraint(
            "scheme_id", "language", "version", name=op.f("uq_scheme_text_scheme_id_language_version")
        ),
    )
    op.create_index(op.f("ix_scheme_text_scheme_id"), "scheme_text", ["scheme_id"])
    op.add_column("party", sa.Column("campaign", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "campaign")
    op.drop_index(op.f("ix_scheme_text_scheme_id"), table_name="scheme_text")
    op.drop_table("scheme_text")
