"""Pauses of volunteers and households: why, until when, and back by themselves on that day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import AuditEvent, Household, Party, Volunteer
from web.models.vocabulary import HouseholdState, PauseReason, VolunteerState
from web.services import persons
from web.services.clock import local_date
from web.services.errors import ChangedMeanwhile, DateRefused, Restricted, TransitionRefused
from web.services.places import hold_household, hold_volunteer

Person = Volunteer | Household
State = VolunteerState | HouseholdState


def pause(
    session: Session,
    person: Person,
    actor: Party | None,
    now: datetime,
    *,
    reason: PauseReason | None = None,
    until: date | None = None,
) -> None:
    """No new proposals; the matches that run go on. By a coordinator or themselves.

    Args:
        actor: nobody where a family asked for it by its link.
        until: the day on which they are back by themselves; None waits for somebody to resume.

    Raises:
        ChangedMeanwhile: somebody paused them for another reason or until another day.
        DateRefused: that day has come already.
        TransitionRefused: a volunteer who is not ready, or somebody who has left.
    """
    hold(session, person)
    if is_paused(person):
        _refuse_to_change(session, person, reason, until)
        return
    if not _may_pause(person):
        raise TransitionRefused(person.state, VolunteerState.PAUSED)
    if until is not None and until <= local_date(now):
        raise DateRefused
    person.pause_reason, person.paused_until = reason, until
    _come_to(session, person, _paused(person), actor, "paused", now)


def resume(session: Session, person: Person, actor: Party | None, now: datetime) -> None:
    """Back from a pause: waiting again with the old waiting time, or where the path stopped.

    Args:
        actor: nobody where the last day of the pause was over.

    Raises:
        Restricted: they asked that what is known of them is only kept.
        TransitionRefused: they are not paused. Ready already is as good.
    """
    hold(session, person)
    if person.restricted_at is not None:
        raise Restricted
    if person.state in {VolunteerState.READY, HouseholdState.READY}:
        return
    if not is_paused(person):
        raise TransitionRefused(person.state, VolunteerState.READY)
    over(person)
    _come_to(session, person, _before(person), actor, "resumed", now)


def is_paused(person: Person) -> bool:
    return person.state in {VolunteerState.PAUSED, HouseholdState.PAUSED}


def over(person: Person) -> None:
    """Forget why and until when: they are back, or have left."""
    person.pause_reason = person.paused_until = None


def hold(session: Session, person: Person) -> None:
    """Wait for our turn at this person, then see them as they are now."""
    if isinstance(person, Volunteer):
        hold_volunteer(session, person)
    else:
        hold_household(session, person)


def _may_pause(person: Person) -> bool:
    if isinstance(person, Volunteer):
        return person.state is VolunteerState.READY
    return person.state is not HouseholdState.LEFT


def _paused(person: Person) -> State:
    return VolunteerState.PAUSED if isinstance(person, Volunteer) else HouseholdState.PAUSED


def _before(person: Person) -> State:
    """Where on their path they had come to."""
    if isinstance(person, Volunteer):
        return VolunteerState.READY
    if person.ready_at is not None:
        return HouseholdState.READY
    return HouseholdState.INTAKE if person.intake_at is not None else HouseholdState.REFERRED


def _come_to(
    session: Session, person: Person, state: State, actor: Party | None, what: str, now: datetime
) -> None:
    if isinstance(person, Volunteer):
        person.state = VolunteerState(state)
    else:
        person.state = HouseholdState(state)
    persons.record(session, person, actor, f"{person.kind}_{what}", now)
    session.flush()


def _refuse_to_change(
    session: Session, person: Person, reason: PauseReason | None, until: date | None
) -> None:
    """Who asks for the pause that is there, or for nothing in particular, has it."""
    if reason is None or (reason, until) == (person.pause_reason, person.paused_until):
        return
    last = session.execute(
        select(AuditEvent.at, Party)
        .join(Party, Party.id == AuditEvent.actor_id)
        .where(AuditEvent.party_id == person.id, AuditEvent.action == f"{person.kind}_paused")
        .order_by(AuditEvent.id.desc())
        .limit(1)
    ).one_or_none()
    raise ChangedMeanwhile(person.state, *((last.Party.full_name, last.at) if last else ()))
