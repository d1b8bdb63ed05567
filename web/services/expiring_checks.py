"""An extract that must be seen again soon: without it the volunteer may not meet children."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String, cast, literal, select, update
from sqlalchemy.orm import Session

from web.models import Screening, Task, Volunteer
from web.models.vocabulary import TaskKind, VolunteerState
from web.services import tasks
from web.services.clock import local_date
from web.services.one_by_one import one_by_one

# A new extract takes the commune a week or two, and the volunteer some time to ask for it.
WARN_BEFORE = timedelta(days=30)


def alarm(session: Session, now: datetime) -> int:
    """Ask for a coordinator, once a check, thirty days before its last day. Returns how many."""
    # A renewal has a day of its own, so it is told of even where an earlier one was.
    key = (
        literal("check_expiring:")
        + cast(Screening.volunteer_id, String)
        + ":"
        + cast(Screening.renew_on, String)
    )
    expiring = session.scalars(
        select(Volunteer.id)
        .join(Screening, Screening.volunteer_id == Volunteer.id)
        .where(
            Volunteer.state != VolunteerState.LEFT,
            Screening.renew_on <= local_date(now) + WARN_BEFORE,
            ~tasks.told(TaskKind.CHECK_EXPIRING, Task.dedupe_key == key),
        )
        .order_by(Volunteer.id)
    ).all()

    def ask(volunteer: Volunteer) -> bool:
        check = volunteer.screening
        # The outcome is encrypted: an extract that was not in order does not run out.
        if check is None or not check.passed:
            return False
        tasks.open_task(
            session,
            TaskKind.CHECK_EXPIRING,
            scheme_id=volunteer.scheme_id,
            party=volunteer,
            evidence={"renew_on": check.renew_on.isoformat()},
            dedupe_key=f"check_expiring:{volunteer.id}:{check.renew_on.isoformat()}",
            now=now,
        )
        return True

    return one_by_one(session, Volunteer, expiring, ask)


def settle(session: Session, volunteer: Volunteer, now: datetime) -> None:
    """The extract was seen again, or the volunteer has left."""
    session.execute(
        update(Task)
        .where(
            Task.party_id == volunteer.id,
            Task.kind == TaskKind.CHECK_EXPIRING,
            Task.done_at.is_(None),
        )
        .values(done_at=now)
        .execution_options(synchronize_session=False)
    )
