"""places taken beside each side, and since when a household waits, so that lists need not count

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TAKING = "('approved', 'accepted', 'active', 'paused')"
WAITS_FROM = (
    "CASE WHEN state = 'ready' AND places_taken < wanted AND ready_at IS NOT NULL"
    " THEN ready_at ELSE '9000-01-01 00:00:00.000000' END"
)
SIDES = ("volunteer", "household")


def upgrade() -> None:
    for side in SIDES:
        op.add_column(
            side, sa.Column("places_taken", sa.Integer(), server_default="0", nullable=False)
        )
        op.execute(
            f"UPDATE {side} SET places_taken = (SELECT count(*) FROM \"match\" AS m"  # noqa: S608 - our own
            f" WHERE m.{side}_id = {side}.id AND m.state IN {TAKING})"
        )
    # PostgreSQL has no index on a column that is not stored; SQLite adds none that is.
    computed = sa.Computed(WAITS_FROM, persisted=op.get_bind().dialect.name == "postgresql")
    op.add_column(
        "household",
        sa.Column("waits_from", sa.DateTime(timezone=True), computed, nullable=False),
    )
    op.create_index(op.f("ix_household_waits_from_id"), "household", ["waits_from", "id"])
    op.drop_index(op.f("ix_household_state_ready_at_wanted"), table_name="household")
    op.create_index(op.f("ix_household_state"), "household", ["state"])
    op.drop_index(op.f("ix_match_scheme_state"), table_name="match")
    op.create_index(
        op.f("ix_match_scheme_state"), "match", ["scheme_id", "state", "answer_by", "id"]
    )
    op.create_index(op.f("ix_party_scheme_id_kind"), "party", ["scheme_id", "kind"])


def downgrade() -> None:
    op.drop_index(op.f("ix_party_scheme_id_kind"), table_name="party")
    op.drop_index(op.f("ix_match_scheme_state"), table_name="match")
    op.create_index(op.f("ix_match_scheme_state"), "match", ["scheme_id", "state"])
    op.drop_index(op.f("ix_household_state"), table_name="household")
    op.create_index(
        op.f("ix_household_state_ready_at_wanted"), "household", ["state", "ready_at", "wanted"]
    )
    op.drop_index(op.f("ix_household_waits_from_id"), table_name="household")
    op.drop_column("household", "waits_from")
    for side in SIDES:
        op.drop_column(side, "places_taken")
