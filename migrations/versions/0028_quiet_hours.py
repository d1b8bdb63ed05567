"""when a scheme does not write to people

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

COLUMNS = {
    "quiet_from": (sa.Integer, "20"),
    "quiet_until": (sa.Integer, "8"),
    "quiet_sundays": (sa.Boolean, sa.true()),
}


def upgrade() -> None:
    for name, (kind, usual) in COLUMNS.items():
        column = sa.Column(name, kind(), nullable=False, server_default=usual)
        op.add_column("scheme_sender", column)


def downgrade() -> None:
    for name in reversed(COLUMNS):
        op.drop_column("scheme_sender", name)
