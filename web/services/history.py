"""The history of the fields of a profile that matter, kept in the transaction of the change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.orm import Session

from web.models import FieldChange, Household, Volunteer
from web.models.party import Party
from web.models.vocabulary import ProfileField

Field = ProfileField
# That an address changed is a fact; what it was and is, is kept nowhere but in its own row.
_UNTOLD = frozenset({Field.ADDRESS})


@contextmanager
def kept(
    session: Session, person: Volunteer | Household, actor: Party, now: datetime
) -> Iterator[None]:
    """Whatever changes inside is written down: from what, to what, by whom."""
    before = values_of(person)
    yield
    for field, new in values_of(person).items():
        old = before[field]
        if old != new:
            is_told = field not in _UNTOLD
            session.add(
                FieldChange(
                    scheme_id=person.scheme_id,
                    party_id=person.id,
                    field=field,
                    old=old if is_told else None,
                    new=new if is_told else None,
                    at=now,
                    actor_id=actor.id,
                )
            )


def values_of(person: Volunteer | Household) -> dict[Field, str]:
    """Each field as one text of codes, the same text for the same value."""
    both = {
        Field.NAME: person.full_name,
        Field.EMAIL: person.email or "",
        Field.PHONE: person.phone or "",
        Field.CHANNEL: person.channel.value,
        Field.ADDRESS: person.address.street if person.address else "",
        Field.PLACE: f"{person.postcode or ''} {person.locality or ''}".strip(),
        Field.LANGUAGES: _sorted(f"{one.tag}:{int(one.level)}" for one in person.languages),
        Field.SLOTS: str(person.slots),
        Field.OFFERS: _sorted(one.category for one in person.offers),
    }
    if isinstance(person, Household):
        needs = _sorted(f"{one.category}:{one.priority}" for one in person.needs)
        limits = _said(person, "only_women", "step_free_only")
        return {
            **both,
            Field.NEEDS: needs,
            Field.LIMITS: limits,
            Field.CAPACITY: str(person.wanted),
        }
    limits = _said(person, "only_women", "no_children", "step_free")
    return {
        **both,
        Field.LIMITS: f"{person.max_distance_m} {limits}".strip(),
        Field.CAPACITY: str(person.capacity),
    }


def _said(person: Party, *limits: str) -> str:
    return " ".join(limit for limit in limits if getattr(person, limit))


def _sorted(values: Iterator[str]) -> str:
    return " ".join(sorted(values))
