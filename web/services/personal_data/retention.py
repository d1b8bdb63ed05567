"""What is kept only for a time goes when it is over, as the registry and the notice say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import cast

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from web.models import AccessCode, AuditEvent, Household, Party, Tombstone, Volunteer
from web.models.vocabulary import HouseholdState, VolunteerState
from web.services.one_by_one import one_by_one
from web.services.personal_data.erasing import erase, forget
from web.services.personal_data.holding import Kept
from web.services.personal_data.registry import HOLDINGS

REMEMBERED = timedelta(days=2 * 365)
# Who has begun and was never heard of again: so long without a code, or a colleague's step.
NEVER_BEGUN: Mapping[VolunteerState | HouseholdState, timedelta] = MappingProxyType(
    {
        VolunteerState.SIGNED_UP: timedelta(days=90),
        HouseholdState.REFERRED: timedelta(days=365),
    }
)
# A few at a time: each writes many rows, and SQLite has one writer.
_AT_ONCE = 20

_Kind = type[Volunteer] | type[Household]
_LEFT: Mapping[_Kind, VolunteerState | HouseholdState] = MappingProxyType(
    {Volunteer: VolunteerState.LEFT, Household: HouseholdState.LEFT}
)


def erase_long_gone(session: Session, now: datetime) -> int:
    """Erase whoever left two years ago, was brought in as such, or never began. How many."""

    def go(person: Volunteer | Household) -> bool:
        if isinstance(person, Volunteer):
            person.state = VolunteerState.LEFT
        else:
            person.state = HouseholdState.LEFT
        erase(session, person, None, now)
        return True

    return sum(
        one_by_one(session, kind, _ids(session, kind, _is_over(kind, now)), go) for kind in _LEFT
    )


def forget_what_matching_needed(session: Session, now: datetime) -> int:  # noqa: ARG001 - a sweep
    """Of whoever has left, what is kept only as long as they take part. How many had any."""
    for_now = [one for one in HOLDINGS if one.kept is Kept.WHILE_HERE]

    def go(person: Volunteer | Household) -> bool:
        for holding in for_now:
            forget(session, person, holding)
        return True

    done = 0
    for kind, left in _LEFT.items():
        # The class stands for each of its rows.
        anybody = cast("Party", kind)
        has_any = or_(*(select(one.rows).where(one.of(anybody)).exists() for one in for_now))
        done += one_by_one(session, kind, _ids(session, kind, (kind.state == left) & has_any), go)
    return done


def _ids(session: Session, kind: _Kind, wanted: ColumnElement[bool]) -> Sequence[int]:
    return session.scalars(select(kind.id).where(wanted).order_by(kind.id).limit(_AT_ONCE)).all()


def _is_over(kind: _Kind, now: datetime) -> ColumnElement[bool]:
    left_at = (
        select(func.max(AuditEvent.at))
        .where(AuditEvent.party_id == kind.id, AuditEvent.action == f"{kind.__tablename__}_left")
        .scalar_subquery()
    )
    since = func.coalesce(left_at, kind.created_at, type_=kind.created_at.type)
    long_gone = (kind.state == _LEFT[kind]) & (since < now - REMEMBERED)
    never_begun = [
        (kind.state == state) & _is_silent(kind, now - term)
        for state, term in NEVER_BEGUN.items()
        if isinstance(state, type(_LEFT[kind]))
    ]
    erased = select(Tombstone.id).where(Tombstone.public_id == kind.public_id).exists()
    return or_(long_gone, *never_begun) & ~erased


def _is_silent(kind: _Kind, since: datetime) -> ColumnElement[bool]:
    """Nothing was heard, asked or done; who asked that it is kept is left alone."""
    code = select(AccessCode.id).where(
        AccessCode.party_id == kind.id, AccessCode.created_at >= since
    )
    step = select(AuditEvent.id).where(AuditEvent.party_id == kind.id, AuditEvent.at >= since)
    kept = kind.restricted_at.is_not(None)
    return (kind.created_at < since) & ~code.exists() & ~step.exists() & ~kept
