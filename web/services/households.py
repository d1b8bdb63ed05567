"""The path of a household, from being referred to leaving."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.models import Household, Party, Scheme
from web.models.vocabulary import HouseholdState, Source, TaskKind
from web.services import (
    campaigns,
    departures,
    path,
    pauses,
    persons,
    places,
    street_places,
    tasks,
)
from web.services.errors import NotFound, Restricted, StepMissing, TransitionRefused
from web.services.household_profiles import Referral, fill


def refer(
    session: Session,
    scheme: Scheme,
    referral: Referral,
    *,
    source: Source,
    referred_by: Party | None,
    origin_key: str | None,
    now: datetime,
    campaign: str = "",
) -> Household:
    """Keep a new household and ask a coordinator for its intake; a form sent twice keeps one.

    A known contact makes a new household all the same: helpers give their own number for several
    families. The task says how many others share it.
    """
    known = _of_form(session, scheme, origin_key)
    if known is not None:
        return known
    household = Household(
        scheme_id=scheme.id,
        state=HouseholdState.REFERRED,
        source=source,
        referred_by_id=referred_by.id if referred_by else None,
        origin_key=origin_key,
        created_at=now,
    )
    fill(household, referral)
    campaigns.keep(session, household, campaign)
    try:
        with session.begin_nested():
            session.add(household)
            session.flush()
    except IntegrityError:
        # The same form arrived twice at the same moment.
        known = _of_form(session, scheme, origin_key)
        if known is None:
            raise
        return known
    persons.record(session, household, referred_by, "household_referred", now)
    street_places.ask(session, household, now)
    tasks.open_task(
        session,
        TaskKind.INTAKE,
        scheme_id=scheme.id,
        party=household,
        evidence={"source": source.value, "same_contact": _with_same_contact(session, household)},
        dedupe_key=f"intake:{household.id}",
        now=now,
    )
    return household


def start_intake(session: Session, household: Household, actor: Party, now: datetime) -> None:
    """Somebody talks with the family, or visits; twice counts once."""
    if household.state is HouseholdState.INTAKE:
        return
    if household.state is not HouseholdState.REFERRED:
        raise TransitionRefused(household.state, HouseholdState.INTAKE)
    household.state = HouseholdState.INTAKE
    household.intake_at = now
    # Whoever talks with the family is the one to call, unless somebody is already.
    household.coordinator_id = household.coordinator_id or actor.id
    persons.record(session, household, actor, "household_intake", now)
    session.flush()


def make_ready(session: Session, household: Household, actor: Party, now: datetime) -> None:
    """The family waits from now on; one that waited before keeps its first day.

    Raises:
        Restricted: they asked that what is known of them is only kept.
        StepMissing: matching lacks something.
        TransitionRefused: the household has left.
    """
    if household.state is HouseholdState.READY:
        return
    if household.restricted_at is not None:
        raise Restricted
    if household.state is HouseholdState.LEFT:
        raise TransitionRefused(household.state, HouseholdState.READY)
    missing = path.missing_of_household(household)
    if missing:
        raise StepMissing(missing)
    household.state = HouseholdState.READY
    household.intake_at = household.intake_at or now
    household.ready_at = household.ready_at or now
    persons.record(session, household, actor, "household_ready", now)
    tasks.settle(session, household.scheme_id, f"intake:{household.id}", now)
    session.flush()


def leave(session: Session, household: Household, actor: Party, now: datetime) -> None:
    """The family leaves the scheme; matches that still live end with that reason."""
    # Nobody proposes or approves a match of theirs between the last look and the end.
    places.hold_with_matches(session, household)
    if household.state is HouseholdState.LEFT:
        return
    departures.end_matches(session, household, actor=actor, now=now)
    household.state = HouseholdState.LEFT
    pauses.over(household)
    persons.record(session, household, actor, "household_left", now)
    tasks.settle(session, household.scheme_id, f"intake:{household.id}", now)
    session.flush()


def ask_to_be_called(session: Session, household: Household, now: datetime) -> None:
    """The family tapped 'call me'; tapped ten times it is one task."""
    _ask_coordinator(session, household, "call_me", now)


def ask_to_stop(session: Session, household: Household, now: datetime) -> None:
    """The family wants to stop: nothing new is proposed, and a coordinator calls."""
    if household.state is not HouseholdState.LEFT:
        pauses.pause(session, household, None, now)
    _ask_coordinator(session, household, "wants_to_stop", now)


def come_back(session: Session, household: Household, now: datetime) -> None:
    """The family ends its break; tapped when that is over already, it changes nothing."""
    pauses.hold(session, household)
    if household.restricted_at is not None:
        # What is known of them is only kept, as they wished: somebody asks what they wish now.
        ask_to_be_called(session, household, now)
    elif pauses.is_paused(household):
        pauses.resume(session, household, household, now)
        tasks.settle(session, household.scheme_id, _key(household, "wants_to_stop"), now)


def stop_for_good(session: Session, household: Household, now: datetime) -> None:
    """The family leaves by itself: its matches end with that reason, and a coordinator calls."""
    leave(session, household, household, now)
    _ask_coordinator(session, household, "wants_to_stop", now)


def by_public_id(session: Session, public_id: str) -> Household:
    """Raises NotFound when this scheme has no such household."""
    household = session.scalar(select(Household).where(Household.public_id == public_id))
    if household is None:
        raise NotFound
    return household


def _ask_coordinator(session: Session, household: Household, why: str, now: datetime) -> None:
    tasks.open_task(
        session,
        TaskKind.CALL_ME,
        scheme_id=household.scheme_id,
        party=household,
        evidence={"why": why},
        dedupe_key=_key(household, why),
        now=now,
    )


def _key(household: Household, why: str) -> str:
    return f"{why}:{household.id}"


def _of_form(session: Session, scheme: Scheme, origin_key: str | None) -> Household | None:
    if origin_key is None:
        return None
    return session.scalar(
        select(Household).where(
            Household.scheme_id == scheme.id, Household.origin_key == origin_key
        )
    )


def _with_same_contact(session: Session, household: Household) -> int:
    same = [
        column == key
        for column, key in (
            (Household.email_key, household.email_key),
            (Household.phone_key, household.phone_key),
        )
        if key
    ]
    if not same:
        return 0
    found = session.scalar(
        select(func.count())
        .select_from(Household)
        .where(Household.scheme_id == household.scheme_id, Household.id != household.id, or_(*same))
    )
    return found or 0
