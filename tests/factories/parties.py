from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from tests.factories.numbers import in_letters, next_number
from tests.factories.schemes import make_scheme
from web.models import (
    Address,
    Household,
    Member,
    Need,
    Offer,
    Party,
    SpokenLanguage,
    Staff,
    Volunteer,
)
from web.models.vocabulary import (
    AgeBand,
    Channel,
    HelpCategory,
    HouseholdState,
    Level,
    Role,
    Source,
    VolunteerState,
)

P = TypeVar("P", bound=Party)

WEDNESDAY_AFTERNOON = 1 << (2 * 3 + 1)
SATURDAY = 0b111 << (5 * 3)
IXELLES = {"postcode": "1050", "locality": "Ixelles", "latitude": 50.8333, "longitude": 4.3667}


def make_volunteer(session: Session, **overrides: Any) -> Volunteer:
    """A ready volunteer in Ixelles with one place.

    `languages` is {tag: level}, `offers` an iterable of categories, `street` a text;
    `email` and `phone` keep their search hashes.
    """
    number = next_number()
    long_ago = datetime.now(UTC) - timedelta(days=60)
    values: dict[str, Any] = {
        **_person(session, overrides, f"Vera{in_letters(number)}"),
        "state": VolunteerState.READY,
        "email": f"vera{number}@volunteers.example",
        "capacity": 1,
        "age_band": AgeBand.FROM_40,
        "languages": {"fr": Level.NATIVE, "en": Level.FLUENT, "ar": Level.CONVERSATIONAL},
        "offers": (HelpCategory.CONVERSATION, HelpCategory.DISCOVER, HelpCategory.HOMEWORK),
        "slots": WEDNESDAY_AFTERNOON | SATURDAY,
        "confirmed_at": long_ago,
        "informed_at": long_ago,
        "note_version": "2024-01",
        "questionnaire_at": long_ago,
        "trained_at": long_ago,
        "ready_at": long_ago,
        **overrides,
    }
    return _save(session, Volunteer, values)


def make_household(session: Session, **overrides: Any) -> Household:
    """A ready household in Ixelles that wants one volunteer.

    `languages` is {tag: level}, `needs` {category: priority}, `members` birth years.
    """
    number = next_number()
    long_ago = datetime.now(UTC) - timedelta(days=30)
    needs = overrides.pop("needs", {HelpCategory.CONVERSATION: 1, HelpCategory.DISCOVER: 2})
    members = overrides.pop("members", ())
    values: dict[str, Any] = {
        **_person(session, overrides, f"Hana{in_letters(number)}"),
        "state": HouseholdState.READY,
        "source": Source.SELF,
        "email": f"hana{number}@households.example",
        "languages": {"ar": Level.NATIVE, "fr": Level.BASIC},
        "offers": (),
        "slots": WEDNESDAY_AFTERNOON | SATURDAY,
        "intake_at": long_ago,
        "ready_at": long_ago,
        "needs": [Need(category=name, priority=rank) for name, rank in dict(needs).items()],
        "members": [Member(birth_year=year) for year in members],
        **overrides,
    }
    return _save(session, Household, values)


def make_staff(session: Session, **overrides: Any) -> Staff:
    """A coordinator; `duty` gives another role."""
    number = next_number()
    values: dict[str, Any] = {
        **_person(session, overrides, f"Cora{in_letters(number)}"),
        "email": f"cora{number}@staff.example",
        "duty": Role.COORDINATOR,
        "sessions_valid_from": datetime.now(UTC) - timedelta(days=1),
        "languages": {},
        "offers": (),
        **overrides,
    }
    return _save(session, Staff, values)


def _person(session: Session, overrides: dict[str, Any], first_name: str) -> dict[str, Any]:
    scheme = overrides.pop("scheme", None)
    scheme_id = overrides.get("scheme_id") or (scheme or make_scheme(session)).id
    return {
        **IXELLES,
        "scheme_id": scheme_id,
        "first_name": first_name,
        "last_name": "Example",
        "language": "en",
        "channel": Channel.EMAIL,
        "created_at": datetime.now(UTC) - timedelta(days=90),
        "phone": None,
        "street": None,
    }


def _save(session: Session, kind: type[P], values: dict[str, Any]) -> P:
    email, phone, street = values.pop("email"), values.pop("phone"), values.pop("street")
    languages, offers = dict(values.pop("languages")), values.pop("offers")
    party = kind(
        **values,
        languages=[SpokenLanguage(tag=tag, level=level) for tag, level in languages.items()],
        offers=[Offer(category=category) for category in offers],
        address=Address(street=street) if street else None,
    )
    if kind is not Staff:
        party.set_name(party.first_name, party.last_name)
    party.set_email(email)
    party.set_phone(phone)
    session.add(party)
    session.flush()
    return party
