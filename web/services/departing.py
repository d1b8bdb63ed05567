"""May this message leave now? What stands between a row that is claimed and its wording."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.delivery import post_office
from web.messages.optional import OPTIONAL
from web.models import Notification, Scheme
from web.services import contact_changes, daily_limits, exercise, quiet_hours, unasked, ways, weekly


def earliest(session: Session, row: Notification, scheme: Scheme, now: datetime) -> datetime:
    """`now`, or when to look again: at night, after a mail of this week, when the day is full."""
    if post_office.quiet_hours and not row.at_once:
        morning = quiet_hours.over_at(now, quiet_hours.of(session, row.scheme_id))
        if morning > now:
            return morning
    free = weekly.waits_until(session, row, now)
    if free is not None:
        return free
    if exercise.stays_here(row, scheme):
        return now
    return daily_limits.take_place(session, row, now)


def is_unwanted(session: Session, row: Notification) -> bool:
    """Whether its reader has stopped messages of this kind, or what we know of them is only kept.

    Or nothing is to be asked any more. What they ask for themselves, such as a code, still goes.
    """
    if unasked.is_moot(session, row):
        return True
    stopped = row.kind in OPTIONAL and row.party.unsubscribed_at is not None
    return stopped or (row.party.restricted_at is not None and not row.at_once)


def leads_nowhere(session: Session, row: Notification) -> bool:
    """Whether nobody is reached there; who has just asked for it is tried all the same."""
    failed = ways.failed_at(row.party, row.channel) is not None
    return failed and not row.at_once and contact_changes.addressed_to(session, row) is None
