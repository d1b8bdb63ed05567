"""Monday's mail to each coordinator: what waits for them this week."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Notification, Staff
from web.models.vocabulary import Channel, Role
from web.queries.digest import waiting_for
from web.services import clock, outbox
from web.services.one_by_one import one_by_one
from web.services.quiet_hours import USUAL

# After an outage of a day it still comes; later in the week it would only say what was.
STILL_GOOD = timedelta(hours=36)


def send_due(session: Session, now: datetime) -> int:
    """Write to every coordinator once a week, from Monday morning in Belgium on.

    The week is named by its Monday and the morning is Belgium's, so that neither a change of the
    clocks nor a second sweep sends it twice or forgets it. Returns how many.
    """
    today = clock.local_date(now)
    monday = today - timedelta(days=today.weekday())
    begins = datetime.combine(monday, time(USUAL.morning), clock.ZONE)
    if not begins <= now < begins + STILL_GOOD:
        return 0
    colleagues = session.scalars(
        select(Staff.id)
        .where(
            Staff.active,
            Staff.weekly_mail,
            Staff.duty == Role.COORDINATOR,
            Staff.created_at < begins,
        )
        .order_by(Staff.id)
    ).all()
    keys = {f"digest:{staff_id}:{monday}": staff_id for staff_id in colleagues}
    told = set(
        session.scalars(
            select(Notification.dedupe_key).where(Notification.dedupe_key.in_(list(keys)))
        )
    )
    due = {staff_id: key for key, staff_id in keys.items() if key not in told}

    def write(staff: Staff) -> bool:
        if not staff.email:
            return False
        outbox.notify(
            session,
            staff,
            "digest",
            dedupe_key=due[staff.id],
            params=asdict(waiting_for(session, staff, today, now)),
            channel=Channel.EMAIL,
            now=now,
        )
        return True

    return one_by_one(session, Staff, due, write)


def choose(staff: Staff, *, wanted: bool) -> None:
    """Whether a colleague gets it from now on."""
    staff.weekly_mail = wanted
