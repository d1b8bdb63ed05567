"""how a scheme writes, what became of a message, and where nobody is reached any more

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scheme_sender",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sender_name", sa.String(length=60), nullable=False),
        sa.Column("reply_to", sa.String(length=254), nullable=False),
        sa.Column("text_sender", sa.String(length=11), nullable=False),
        sa.Column("mails_a_day", sa.Integer(), nullable=True),
        sa.Column("texts_a_day", sa.Integer(), nullable=True),
        sa.Column("saved_by_id", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["party.id"], name=op.f("fk_scheme_sender_saved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_sender_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_sender")),
        sa.UniqueConstraint(
            "scheme_id", "version", name=op.f("uq_scheme_sender_scheme_id_version")
        ),
    )
    op.create_index(op.f("ix_scheme_sender_scheme_id"), "scheme_sender", ["scheme_id"])
    op.create_table(
        "kept_letter",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_kept_letter_party_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_kept_letter_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_letter")),
    )
    op.create_index(op.f("ix_kept_letter_party_id"), "kept_letter", ["party_id"])
    op.create_index(op.f("ix_kept_letter_scheme_id"), "kept_letter", ["scheme_id"])
    op.create_index(op.f("ix_kept_letter_kept_at"), "kept_letter", ["kept_at"])
    op.add_column(
        "scheme",
        sa.Column("in_exercise", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    for column in ("email_failed_at", "phone_failed_at", "unsubscribed_at"):
        op.add_column("party", sa.Column(column, sa.DateTime(timezone=True), nullable=True))
    op.add_column("notification", sa.Column("sent_to_key", sa.String(length=64), nullable=True))
    op.add_column("notification", sa.Column("counted_on", sa.Date(), nullable=True))
    op.add_column("notification", sa.Column("receipt", sa.String(length=40), nullable=True))
    op.add_column(
        "notification", sa.Column("receipt_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        op.f("ix_notification_counted"), "notification", ["scheme_id", "counted_on", "channel"]
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_notification_counted"), table_name="notification")
    for column in ("receipt_at", "receipt", "counted_on", "sent_to_key"):
        op.drop_column("notification", column)
    for column in ("unsubscribed_at", "phone_failed_at", "email_failed_at"):
        op.drop_column("party", column)
    op.drop_column("scheme", "in_exercise")
    op.drop_index(op.f("ix_kept_letter_kept_at"), table_name="kept_letter")
    op.drop_index(op.f("ix_kept_letter_scheme_id"), table_name="kept_letter")
    op.drop_index(op.f("ix_kept_letter_party_id"), table_name="kept_letter")
    op.drop_table("kept_letter")
    op.drop_index(op.f("ix_scheme_sender_scheme_id"), table_name="scheme_sender")
    op.drop_table("scheme_sender")
