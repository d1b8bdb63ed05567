"""policies of a scheme, a row each

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from web.models.base import new_public_id

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_SCHEME = sa.table(
    "scheme",
    sa.column("id", sa.Integer()),
    sa.column("policy", sa.JSON()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)
_POLICY = sa.table(
    "scheme_policy",
    sa.column("scheme_id", sa.Integer()),
    sa.column("public_id", sa.String()),
    sa.column("version", sa.Integer()),
    sa.column("name", sa.String()),
    sa.column("decided", sa.JSON()),
    sa.column("saved_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "scheme_policy",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("decided", sa.JSON(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["party.id"], name=op.f("fk_scheme_policy_saved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["scheme.id"], name=op.f("fk_scheme_policy_scheme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_policy")),
        sa.UniqueConstraint("public_id", name=op.f("uq_scheme_policy_public_id")),
        sa.UniqueConstraint(
            "scheme_id", "version", name=op.f("uq_scheme_policy_scheme_id_version")
        ),
    )
    with op.batch_alter_table("scheme_policy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_scheme_policy_scheme_id"), ["scheme_id"], unique=False
        )
    connection = op.get_bind()
    decided = [
        {
            "scheme_id": scheme_id,
            "public_id": new_public_id(),
            "version": 1,
            "name": "",
            "decided": policy,
            "saved_at": created_at,
        }
        for scheme_id, policy, created_at in connection.execute(sa.select(_SCHEME)).all()
        if policy
    ]
    if decided:
        connection.execute(sa.insert(_POLICY), decided)
    # Not in batch mode: on SQLite that drops the table, and what refers to its rows goes with them.
    op.drop_column("scheme", "policy")


def downgrade() -> None:
    op.add_column(
        "scheme", sa.Column("policy", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    )
    connection = op.get_bind()
    # The newest of a scheme comes last and stays.
    in_order = sa.select(_POLICY.c.scheme_id, _POLICY.c.decided).order_by(_POLICY.c.version)
    for scheme_id, decided in connection.execute(in_order).all():
        connection.execute(
            sa.update(_SCHEME).where(_SCHEME.c.id == scheme_id).values(policy=decided)
        )
    with op.batch_alter_table("scheme_policy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scheme_policy_scheme_id"))
    op.drop_table("scheme_policy")
