"""How often somebody may move their address by themselves.

Whoever changes their address often and looks at who is proposed could find out where others live.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.models import FieldChange, Household, Volunteer
from web.models.vocabulary import ProfileField

MOST, WITHIN = 2, timedelta(days=30)


def may_move(session: Session, person: Volunteer | Household, now: datetime) -> bool:
    """Whether one more address of theirs counts at once; the third is for a coordinator."""
    moves = select(func.count(FieldChange.at.distinct())).where(
        FieldChange.party_id == person.id,
        FieldChange.actor_id == person.id,
        FieldChange.field.in_([ProfileField.ADDRESS, ProfileField.PLACE]),
        FieldChange.at > now - WITHIN,
    )
    return (session.scalar(moves) or 0) < MOST
