"""What a scheme says of itself, now and before."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from web.models import SchemeText

LAST = 5


def newest(session: Session, scheme_id: int, language: str) -> SchemeText | None:
    """None where the scheme has written nothing in this language."""
    return session.scalar(_written(scheme_id, language).limit(1))


def history(session: Session, scheme_id: int, language: str) -> Sequence[SchemeText]:
    """The last few, the newest first, with who saved them."""
    written = _written(scheme_id, language).options(joinedload(SchemeText.saved_by)).limit(LAST)
    return session.scalars(written).all()


def _written(scheme_id: int, language: str) -> Select[SchemeText]:
    return (
        select(SchemeText)
        .where(SchemeText.scheme_id == scheme_id, SchemeText.language == language)
        .order_by(SchemeText.version.desc())
    )
