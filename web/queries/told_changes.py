"""What a family told us and what nobody has settled yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import FieldChange, Household, ToldChange
from web.models.vocabulary import ProfileField


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


def moves_since(session: Session, household: Household, since: datetime) -> int:
    """How often the family itself changed its address since then."""
    moves = select(func.count(FieldChange.at.distinct())).where(
        FieldChange.party_id == household.id,
        FieldChange.actor_id == household.id,
        FieldChange.field.in_([ProfileField.ADDRESS, ProfileField.PLACE]),
        FieldChange.at >= since,
    )
    return session.scalar(moves) or 0
