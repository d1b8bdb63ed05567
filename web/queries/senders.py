"""As whom a scheme writes, and what it has sent today."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from web.messages.optional import OPTIONAL
from web.models import Notification, SchemeSender
from web.models.vocabulary import TO_A_NUMBER, Channel, Delivery


def newest(session: Session, scheme_id: int) -> SchemeSender | None:
    """None where the scheme leaves everything to the installation."""
    return session.scalar(
        select(SchemeSender)
        .where(SchemeSender.scheme_id == scheme_id)
        .options(joinedload(SchemeSender.saved_by))
        .order_by(SchemeSender.version.desc())
        .limit(1)
    )


def counted(session: Session, scheme_id: int, channel: Channel, day: date) -> int:
    """How many messages of a scheme count for a day, with those that share its limit."""
    return _number(
        session,
        Notification.scheme_id == scheme_id,
        Notification.channel.in_(_counted_with(channel)),
        Notification.counted_on == day,
    )


def decisions_waiting(
    session: Session, scheme_id: int, channel: Channel, day: date, now: datetime
) -> int:
    """How many that nobody can do without are due and do not count for this day yet."""
    return _number(
        session,
        Notification.scheme_id == scheme_id,
        Notification.channel.in_(_counted_with(channel)),
        Notification.status == Delivery.PENDING,
        Notification.next_at <= now,
        Notification.kind.not_in(OPTIONAL),
        Notification.counted_on.is_distinct_from(day),
    )


def _counted_with(channel: Channel) -> frozenset[Channel]:
    return TO_A_NUMBER if channel in TO_A_NUMBER else frozenset({channel})


def _number(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Notification).where(*conditions)) or 0
