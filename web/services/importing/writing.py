"""Adding the people of a plan. Nobody is written to: the coordinator knows them already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES
from web.models import Address, Household, Member, Need, Party, Scheme, Volunteer
from web.models.vocabulary import HouseholdState, Source, TaskKind, VolunteerState
from web.services import path, persons, tasks
from web.services.clock import ZONE
from web.services.importing.drafts import Draft, HouseholdDraft, VolunteerDraft
from web.services.importing.planning import Newcomer, Plan

_BLOCK = 500
# Which version of the legal note somebody read on paper is not known.
PAPER_NOTE = "paper"
# Readers of Dari read Persian.
_WRITTEN_AS = {"prs": "fa"}


def write(
    session: Session,
    scheme: Scheme,
    planned: Plan,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Add everybody of the plan; `progress` is told how many more after each block.

    Raises:
        IntegrityError: somebody added one of them since the plan was made.
    """
    for start in range(0, len(planned.add), _BLOCK):
        block = [_party(one, scheme, now) for one in planned.add[start : start + _BLOCK]]
        session.add_all(block)
        session.flush()
        for party in block:
            if isinstance(party, Household):
                _ask_for_intake(session, party, now)
        progress(len(block))


def _party(newcomer: Newcomer, scheme: Scheme, now: datetime) -> Party:
    one = newcomer.draft
    if isinstance(one.side, VolunteerDraft):
        party: Party = _volunteer(one.side, now)
        languages: tuple[str, ...] = STAFF_LANGUAGES
    else:
        party = _household(one.side)
        languages = HOUSEHOLD_LANGUAGES
    party.scheme_id = scheme.id
    party.origin_key = newcomer.origin_key
    party.created_at = _instant(one.since, now) if one.since else now
    _fill(party, one)
    party.language = _language(one, languages) or scheme.language
    if isinstance(party, Volunteer):
        if party.offers and party.slots:
            party.questionnaire_at = now
        party.state = path.state_on_the_way(party)
    return party


def _volunteer(side: VolunteerDraft, now: datetime) -> Volunteer:
    volunteer = Volunteer(
        state=VolunteerState.CONFIRMED,
        # The association has written to this contact before.
        confirmed_at=now,
        capacity=side.capacity,
        no_children=side.no_children,
        step_free=side.step_free,
    )
    if side.informed_on:
        volunteer.informed_at = _instant(side.informed_on, now)
        volunteer.note_version = PAPER_NOTE
    if side.is_trained:
        volunteer.trained_at = _instant(side.trained_on, now) if side.trained_on else now
    return volunteer


def _household(side: HouseholdDraft) -> Household:
    return Household(
        state=HouseholdState.REFERRED,
        source=Source.IMPORT,
        alias=side.alias,
        wanted=side.wanted,
        interpreter_available=side.interpreter_available,
        step_free_only=side.step_free_only,
        needs=[Need(category=name, priority=rank) for name, rank in side.needs.items()],
        members=[Member(birth_year=year) for year in side.birth_years],
    )


def _fill(party: Party, one: Draft) -> None:
    party.set_name(one.first_name, one.last_name)
    party.gender, party.age_band, party.only_women = one.gender, one.age_band, one.only_women
    party.slots = one.slots
    if one.max_distance_m is not None:
        party.max_distance_m = one.max_distance_m
    persons.set_contact(party, email=one.email, phone=one.phone)
    persons.set_languages(party, one.languages)
    persons.set_offers(party, one.offers)
    if one.place:
        party.postcode, party.locality = one.place.postcode, one.place.locality
        party.latitude, party.longitude = one.place.latitude, one.place.longitude
    if one.street:
        party.address = Address(street=one.street)


def _language(one: Draft, offered: tuple[str, ...]) -> str | None:
    """In which of our languages to write: the one that was asked for, else the best spoken."""
    spoken = sorted(one.languages, key=lambda tag: -one.languages[tag])
    wishes = (_WRITTEN_AS.get(tag, tag) for tag in (one.contact_language, *spoken))
    return next((tag for tag in wishes if tag in offered), None)


def _instant(day: date, now: datetime) -> datetime:
    """Noon of a day in Brussels, but not later than now."""
    return min(datetime.combine(day, time(12), ZONE), now)


def _ask_for_intake(session: Session, household: Household, now: datetime) -> None:
    tasks.open_task(
        session,
        TaskKind.INTAKE,
        scheme_id=household.scheme_id,
        party=household,
        evidence={"source": Source.IMPORT.value, "same_contact": 0},
        dedupe_key=f"intake:{household.id}",
        now=now,
    )
