"""A coordinator is away, and a colleague stands in: by date, so that all comes back by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from web.models import Absence, AuditEvent, Party
from web.services import clock, persons, schemes
from web.services.errors import AbsenceClash, NotFound


def record(
    session: Session,
    away: Party,
    stand_in: Party,
    *,
    from_on: date,
    until_on: date,
    actor: Party,
    now: datetime,
) -> Absence:
    """Say that somebody is away on these days, both included, and who stands in.

    A stand-in is there and nobody's work is passed on twice, so that it always has one holder.

    Raises:
        AbsenceClash: one of the two is away in those days, or the first stands in for somebody.
    """
    schemes.hold(session, away.scheme_id)
    clash = session.scalar(_in_the_way(away, stand_in, from_on, until_on).limit(1))
    if clash is not None:
        away_too = clash.away_id in {away.id, stand_in.id}
        raise AbsenceClash(
            who=(clash.away if away_too else clash.stand_in).full_name,
            stands_in_for="" if away_too else clash.away.full_name,
            from_on=clash.from_on,
            until_on=clash.until_on,
        )
    absence = Absence(
        scheme_id=away.scheme_id,
        away_id=away.id,
        stand_in_id=stand_in.id,
        from_on=from_on,
        until_on=until_on,
        told_by_id=actor.id,
        created_at=now,
    )
    session.add(absence)
    persons.record(session, away, actor, "absence_recorded", now)
    session.flush()
    return absence


def end(session: Session, absence: Absence, actor: Party, now: datetime) -> None:
    """They are back from today on, or do not go at all; over is over."""
    today = clock.local_date(now)
    if absence.until_on < today:
        return
    persons.record(session, absence.away, actor, "absence_ended", now)
    if absence.from_on >= today:
        session.delete(absence)
    else:
        absence.until_on = today - timedelta(days=1)
    session.flush()


def has_just_ended_one(session: Session, actor: Party, now: datetime) -> bool:
    """Of one that had not begun nothing else is left to know a second click by."""
    ended = select(AuditEvent.id).where(
        AuditEvent.scheme_id == actor.scheme_id,
        AuditEvent.actor_id == actor.id,
        AuditEvent.action == "absence_ended",
        AuditEvent.at > now - timedelta(minutes=10),
    )
    return session.scalar(ended.limit(1)) is not None


def by_public_id(session: Session, public_id: str) -> Absence:
    """Raises NotFound when this scheme has no such absence."""
    absence = session.scalar(
        select(Absence)
        .where(Absence.public_id == public_id)
        .options(joinedload(Absence.away), joinedload(Absence.stand_in))
    )
    if absence is None:
        raise NotFound
    return absence


def _in_the_way(away: Party, stand_in: Party, from_on: date, until_on: date) -> Select[Absence]:
    return (
        select(Absence)
        .where(
            Absence.scheme_id == away.scheme_id,
            Absence.from_on <= until_on,
            Absence.until_on >= from_on,
            or_(Absence.away_id.in_([away.id, stand_in.id]), Absence.stand_in_id == away.id),
        )
        .order_by(Absence.from_on, Absence.id)
    )
