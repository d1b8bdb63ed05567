"""The policies of a scheme, what was tried lately, and the people whom a comparison names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, load_only

from web.models import Household, PolicyPreview, SchemePolicy
from web.queries.order import Key
from web.queries.paging import Beside, Page, count_of, page_of

MOST_PREVIEWS = 10


def in_force(session: Session, scheme_id: int) -> SchemePolicy | None:
    """The newest; None where the matcher's default counts."""
    return session.scalar(
        select(SchemePolicy)
        .where(SchemePolicy.scheme_id == scheme_id)
        .options(joinedload(SchemePolicy.saved_by))
        .order_by(SchemePolicy.version.desc())
        .limit(1)
    )


def by_public_id(session: Session, public_id: str) -> SchemePolicy | None:
    return session.scalar(select(SchemePolicy).where(SchemePolicy.public_id == public_id))


def history(session: Session, asked: Beside | None) -> Page[SchemePolicy]:
    """One page, the newest first. Two queries, one more beside a row."""
    every = select(SchemePolicy)
    return page_of(
        session,
        every.options(joinedload(SchemePolicy.saved_by)),
        [Key(SchemePolicy.version, descending=True)],
        asked,
        total=count_of(session, every),
        size=10,
    )


def preview(session: Session, public_id: str) -> PolicyPreview | None:
    return session.scalar(
        select(PolicyPreview)
        .where(PolicyPreview.public_id == public_id)
        .options(joinedload(PolicyPreview.cancelled_by))
    )


def previews(session: Session) -> list[PolicyPreview]:
    """What workers compute or have computed, the newest first; no more than a page has room for."""
    rows = session.scalars(
        select(PolicyPreview)
        .options(
            load_only(
                PolicyPreview.public_id,
                PolicyPreview.name,
                PolicyPreview.progress,
                PolicyPreview.created_at,
            ),
            joinedload(PolicyPreview.started_by),
        )
        .order_by(PolicyPreview.created_at.desc(), PolicyPreview.id.desc())
        .limit(MOST_PREVIEWS)
    )
    return list(rows)


def names_of(session: Session, households: Iterable[str]) -> dict[str, str]:
    """Full names by public id."""
    rows = session.execute(
        select(Household.public_id, Household.first_name, Household.last_name).where(
            Household.public_id.in_([*households])
        )
    )
    return {public_id: f"{first} {last}".strip() for public_id, first, last in rows}
