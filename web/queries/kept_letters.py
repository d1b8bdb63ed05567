"""What would have left while a scheme was in exercise."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.models import KeptLetter

NEWEST = 100


def newest(session: Session, scheme_id: int) -> Sequence[KeptLetter]:
    return session.scalars(
        select(KeptLetter)
        .where(KeptLetter.scheme_id == scheme_id)
        .options(joinedload(KeptLetter.party))
        .order_by(KeptLetter.id.desc())
        .limit(NEWEST)
    ).all()
