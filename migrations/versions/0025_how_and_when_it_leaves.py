"""how a message that waits leaves: as its reader has chosen by then

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

# About the way itself; no other kind was ever written for a way of its own.
GIVEN = ("contact_code", "contact_changed", "digest", "sender_test")


def upgrade() -> None:
    _add_ways()


def downgrade() -> None:
    op.drop_column("notification", "instead_of")
    op.drop_column("notification", "way_given")


def _add_ways() -> None:
    op.add_column(
        "notification",
        sa.Column("way_given", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("notification", sa.Column("instead_of", sa.String(length=40), nullable=True))
    row = sa.table("notification", *map(sa.column, ("kind", "way_given")))
    op.execute(sa.update(row).where(row.c.kind.in_(GIVEN)).values(way_given=sa.true()))
    # Only WhatsApp is taken the place of without being marked as failed.
    op.execute(
        "UPDATE notification SET instead_of = 'whatsapp' "
        "WHERE dedupe_key LIKE 'other_way:%' AND channel = 'sms' AND status = 'pending'"
    )
