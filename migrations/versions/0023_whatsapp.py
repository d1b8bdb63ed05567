"""WhatsApp beside text messages: since when it reaches nobody at a number

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web.models.encryption import keyring

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# Channels are plain words in the database; only the program knows which there are.
TABLES = ("party", "notification", "kept_letter", "contact_change")


def upgrade() -> None:
    op.add_column(
        "party", sa.Column("whatsapp_failed_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("party", "whatsapp_failed_at")
    # A text message goes to the same number in the same words.
    for table in TABLES:
        op.execute(f"UPDATE {table} SET channel = 'sms' WHERE channel = 'whatsapp'")
    _forget_the_word()


def _forget_the_word() -> None:
    """Profiles tell their history in words; those of the program before know no WhatsApp."""
    change = sa.table("field_change", *map(sa.column, ("id", "field", "old", "new")))
    connection = op.get_bind()
    told = connection.execute(sa.select(change).where(change.c.field == "channel")).all()
    for row in told:
        for column in ("old", "new"):
            token = getattr(row, column)
            if token and keyring.decrypt(token) == "whatsapp":
                connection.execute(
                    sa.update(change)
                    .where(change.c.id == row.id)
                    .values({column: keyring.encrypt("sms")})
                )
