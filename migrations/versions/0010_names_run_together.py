"""beginnings of names whose short words run together, and an index of what was done with somebody

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

from alembic import op

from web.services import name_index

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The timeline of a person reads what was done with them.
    op.create_index(op.f("ix_audit_event_party_id"), "audit_event", ["party_id"])
    # 'Van den Berg' is found as 'vandenberg' once everybody is filed anew.
    connection = op.get_bind()
    name_index.forget(connection)
    for _ in name_index.fill(connection):
        pass


def downgrade() -> None:
    # More beginnings than the software before knew of do no harm.
    op.drop_index(op.f("ix_audit_event_party_id"), table_name="audit_event")
