"""The path of a household, from being referred to leaving."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.models import Household, Member, Need, Party, Scheme
from web.models.vocabulary import (
    AgeBand,
    Channel,
    Gender,
    HelpCategory,
    HouseholdState,
    Level,
    Source,
    TaskKind,
)
from web.services import departures, history, path, pauses, persons, street_places, tasks
from web.services.errors import NotFound, StepMissing, TransitionRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Referral:
    """What is asked when a household comes to the scheme. Values are normalised.

    Attributes:
        alias: what the other side is told instead of the first name, or empty.
        channel: the safe one; the household chose it.
        needs: category to priority (1 must, 2 would help, 3 nice).
        birth_years: of the members beside the contact person.
        slots: 21 bits, day x 3 + part of the day.
        offers: what the family likes to share.
        note: for the coordinator only.
    """

    first_name: str
    last_name: str
    alias: str
    email: str
    phone: str
    channel: Channel
    language: str
    postcode: str
    street: str
    languages: Mapping[str, Level]
    needs: Mapping[HelpCategory, int]
    birth_years: tuple[int, ...]
    slots: int
    wanted: int
    gender: Gender | None
    age_band: AgeBand | None
    only_women: bool
    step_free_only: bool
    interpreter_available: bool
    offers: frozenset[HelpCategory] = frozenset()
    note: str = ""


def refer(
    session: Session,
    scheme: Scheme,
    referral: Referral,
    *,
    source: Source,
    referred_by: Party | None,
    origin_key: str | None,
    now: datetime,
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
    _fill(household, referral)
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


def revise(
    session: Session,
    household: Household,
    told: Mapping[str, Any],
    actor: Party,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Replace a part of what is known of a household, after the intake talk for instance.

    Args:
        told: attributes of a `Referral` by name; the others stay.
        seen: marks of the profile that was looked at, as `history.kept` wants them.

    Raises:
        ProfileChanged: somebody else changed the same field meanwhile.
    """
    with history.kept(session, household, actor, now, seen):
        _fill(household, replace(known(household), **told))
    persons.record(session, household, actor, "household_revised", now)
    session.flush()
    street_places.ask(session, household, now)


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
        StepMissing: matching lacks something.
        TransitionRefused: the household has left.
    """
    if household.state is HouseholdState.READY:
        return
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
        dedupe_key=f"{why}:{household.id}",
        now=now,
    )


def known(household: Household) -> Referral:
    """What is known of a household, as it would be told anew."""
    return Referral(
        first_name=household.first_name,
        last_name=household.last_name,
        alias=household.alias,
        email=household.email or "",
        phone=household.phone or "",
        channel=household.channel,
        language=household.language,
        postcode=household.postcode or "",
        street=_street_of(household),
        languages={row.tag: row.level for row in household.languages},
        needs={row.category: row.priority for row in household.needs},
        birth_years=tuple(member.birth_year for member in household.members),
        slots=household.slots,
        wanted=household.wanted,
        gender=household.gender,
        age_band=household.age_band,
        only_women=household.only_women,
        step_free_only=household.step_free_only,
        interpreter_available=household.interpreter_available,
        offers=frozenset(offer.category for offer in household.offers),
        note=household.note,
    )


def _street_of(household: Household) -> str:
    return household.address.street if household.address else ""


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


def _fill(household: Household, referral: Referral) -> None:
    household.set_name(referral.first_name, referral.last_name)
    household.alias, household.note = referral.alias, referral.note
    household.language = referral.language
    household.slots, household.wanted = referral.slots, referral.wanted
    household.gender, household.age_band = referral.gender, referral.age_band
    household.only_women = referral.only_women
    household.step_free_only = referral.step_free_only
    household.interpreter_available = referral.interpreter_available
    persons.set_contact(
        household, email=referral.email, phone=referral.phone, channel=referral.channel
    )
    if (referral.postcode, referral.street) != (household.postcode, _street_of(household)):
        # Whoever stays where they are keeps the point that their street was found at.
        persons.set_place(household, referral.postcode, referral.street)
    persons.set_languages(household, referral.languages)
    persons.set_offers(household, referral.offers)
    _set_needs(household, referral.needs)
    _set_members(household, referral.birth_years)


def _set_needs(household: Household, needs: Mapping[HelpCategory, int]) -> None:
    kept = {row.category: row for row in household.needs if row.category in needs}
    for category, row in kept.items():
        row.priority = needs[category]
    new = [
        Need(category=category, priority=priority)
        for category, priority in needs.items()
        if category not in kept
    ]
    household.needs[:] = [*kept.values(), *new]


def _set_members(household: Household, birth_years: tuple[int, ...]) -> None:
    if sorted(member.birth_year for member in household.members) != sorted(birth_years):
        household.members[:] = [Member(birth_year=year) for year in birth_years]
