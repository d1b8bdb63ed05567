"""campaign codes that are renamed or retired, and by whom

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    when = sa.DateTime(timezone=True)
    op.add_column("campaign_code", sa.Column("retired_at", when, nullable=True))
    person = sa.ForeignKey("party.id", name=op.f("fk_campaign_code_changed_by_id"))
    op.add_column(
        "campaign_code",
        sa.Column("changed_by_id", sa.Integer(), person, nullable=True),
        inline_references=True,
    )
    op.add_column("campaign_code", sa.Column("changed_at", when, nullable=True))


def downgrade() -> None:
    for column in ("changed_at", "changed_by_id", "retired_at"):
        op.drop_column("campaign_code", column)
