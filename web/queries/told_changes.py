"""What a family told us and what nobody has settled yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Household, ToldChange


def waiting(session: Session, household: Household) -> Sequence[ToldChange]:
    """The oldest first. One query."""
    return session.scalars(
        select(ToldChange)
        .where(ToldChange.household_id == household.id, ToldChange.settled_at.is_(None))
        .order_by(ToldChange.id)
    ).all()


def by_id(session: Session, told_id: int) -> ToldChange | None:
    return session.scalar(select(ToldChange).where(ToldChange.id == told_id))


def by_public_id(session: Session, public_id: str) -> ToldChange | None:
    return session.scalar(select(ToldChange).where(ToldChange.public_id == public_id))
