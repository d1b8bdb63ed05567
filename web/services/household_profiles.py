"""What is known of a household: told at first, and put right at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from web.models import Household, Member, Need, Party
from web.models.vocabulary import AgeBand, Channel, Gender, Heard, HelpCategory, Level
from web.services import history, persons, street_places


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


def revise(
    session: Session,
    household: Household,
    told: Mapping[str, Any],
    actor: Party,
    now: datetime,
    seen: str | None = None,
    *,
    heard: Heard | None = None,
) -> None:
    """Replace a part of what is known of a household, after the intake talk for instance.

    Args:
        told: attributes of a `Referral` by name; the others stay.
        seen: marks of the profile that was looked at, as `history.kept` wants them.
        heard: how they told it, where somebody else writes it down for them.

    Raises:
        ProfileChanged: somebody else changed the same field meanwhile.
    """
    with history.kept(session, household, actor, now, seen):
        fill(household, replace(known(household), **told))
    persons.record(session, household, actor, "household_revised", now)
    if heard is not None:
        persons.record(session, household, actor, f"told_{heard}", now)
    session.flush()
    street_places.ask(session, household, now)


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


def fill(household: Household, referral: Referral) -> None:
    """Write what was told into the household, in the place of what was known."""
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
