"""how a message that waits leaves, since when it should have, and when a question did

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
QUEUES = ("notification", "job")


def upgrade() -> None:
    _add_ways()
    _add_days()
    _add_due()


def downgrade() -> None:
    for table in QUEUES:
        op.drop_index(f"ix_{table}_since", table_name=table)
        op.drop_column(table, "due_at")
    op.drop_column("evaluation_answer", "sent_at")
    op.execute("UPDATE follow_up SET sent_at = asked_at")
    op.drop_column("follow_up", "asked_at")
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


def _add_days() -> None:
    """What was kept until now is when a message was written; it had left, unless it waits still."""
    when = sa.DateTime(timezone=True)
    op.add_column("follow_up", sa.Column("asked_at", when, nullable=True))
    op.add_column("evaluation_answer", sa.Column("sent_at", when, nullable=True))
    op.execute("UPDATE follow_up SET asked_at = sent_at")
    op.execute("UPDATE evaluation_answer SET sent_at = invited_at")
    for table, key in (("follow_up", "follow_up:"), ("evaluation_answer", "evaluation:")):
        op.execute(
            f"UPDATE {table} SET sent_at = NULL WHERE EXISTS (SELECT 1 FROM notification "
            f"WHERE dedupe_key = '{key}' || {table}.id "
            "AND (status <> 'done' OR problem = 'withdrawn'))"
        )


def _add_due() -> None:
    for table in QUEUES:
        # The epoch stands only until the next statement: a new column needs something to be.
        op.add_column(
            table,
            sa.Column(
                "due_at",
                sa.DateTime(timezone=True),
                nullable=False,
                server_default="1970-01-01 00:00:00",
            ),
        )
        op.execute(f"UPDATE {table} SET due_at = coalesce(first_tried_at, next_at)")
        op.create_index(f"ix_{table}_since", table, ["status", "due_at"])
