"""a scheme's logo and its own campaign codes, and what of somebody may only be kept

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_code",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["party.id"], name=op.f("fk_campaign_code_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_campaign_code_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_code")),
        sa.UniqueConstraint("public_id", name=op.f("uq_campaign_code_public_id")),
        sa.UniqueConstraint("scheme_id", "code", name=op.f("uq_campaign_code_scheme_id_code")),
    )
    op.create_index(op.f("ix_campaign_code_scheme_id"), "campaign_code", ["scheme_id"])
    op.create_table(
        "scheme_logo",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["party.id"], name=op.f("fk_scheme_logo_saved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_logo_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_logo")),
        sa.UniqueConstraint("scheme_id", name=op.f("uq_scheme_logo_scheme_id")),
    )
    op.create_index(op.f("ix_scheme_logo_scheme_id"), "scheme_logo", ["scheme_id"])
    op.add_column("scheme", sa.Column("logo_name", sa.String(length=16), nullable=True))
    op.add_column(
        "scheme", sa.Column("logo_alt", sa.String(length=120), nullable=False, server_default="")
    )
    op.add_column("party", sa.Column("campaign_code", sa.String(length=12), nullable=True))
    op.add_column("party", sa.Column("restricted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "restricted_at")
    op.drop_column("party", "campaign_code")
    op.drop_column("scheme", "logo_alt")
    op.drop_column("scheme", "logo_name")
    op.drop_index(op.f("ix_scheme_logo_scheme_id"), table_name="scheme_logo")
    op.drop_table("scheme_logo")
    op.drop_index(op.f("ix_campaign_code_scheme_id"), table_name="campaign_code")
    op.drop_table("campaign_code")
