"""Finding the scheme that something belongs to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Scheme
from web.services.errors import NotFound


def by_id(session: Session, scheme_id: int) -> Scheme:
    scheme = session.get(Scheme, scheme_id)
    if scheme is None:
        raise NotFound
    return scheme


def by_slug(session: Session, slug: str) -> Scheme:
    """Raises NotFound when there is no such scheme."""
    scheme = session.scalar(select(Scheme).where(Scheme.slug == slug))
    if scheme is None:
        raise NotFound
    return scheme


def only_one(session: Session) -> Scheme | None:
    """The scheme of an installation that has just one."""
    found = session.scalars(select(Scheme).limit(2)).all()
    return found[0] if len(found) == 1 else None


def every(session: Session) -> list[Scheme]:
    return list(session.scalars(select(Scheme).order_by(Scheme.name)))


def hold(session: Session, scheme_id: int) -> None:
    """Wait for our turn at what one person at a time does to a scheme."""
    session.execute(select(Scheme.id).where(Scheme.id == scheme_id).with_for_update(key_share=True))


def create(
    session: Session, *, slug: str, name: str, association: str, language: str, now: datetime
) -> Scheme:
    """Begin a scheme; everything else of it is set on its desk."""
    scheme = Scheme(
        slug=slug, name=name, association=association, language=language, created_at=now
    )
    session.add(scheme)
    session.flush()
    return scheme


def set_accent(session: Session, scheme: Scheme, accent: str) -> None:
    """The scheme's colour from now on.

    Args:
        accent: as #rrggbb, such that text in it can be read on our pages.
    """
    scheme.accent = accent
    session.flush()
