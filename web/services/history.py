"""The history of the fields of a profile that matter, kept in the transaction of the change.

Whoever looked at a profile holds a mark of each field. Where a field that they change has another
mark by now, somebody else was quicker; changes of other fields disturb nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from web.models import FieldChange, Household, Volunteer, keyring
from web.models.party import Party
from web.models.vocabulary import ProfileField
from web.services import new_ways, pauses
from web.services.errors import Overtaken, ProfileChanged

Field = ProfileField
# That these changed is a fact; what they were and are, is kept nowhere but in their own rows.
_UNTOLD = frozenset({Field.ADDRESS, Field.NOTE})


@contextmanager
def kept(
    session: Session,
    person: Volunteer | Household,
    actor: Party,
    now: datetime,
    seen: str | None = None,
) -> Iterator[None]:
    """Whatever changes inside is written down: from what, to what, by whom.

    Where another way leads to the person by now, their links are closed (`new_ways`).

    Two who change one person act one after the other.

    Args:
        seen: the marks of the profile that was looked at (`marks_of`); None takes it as it is.

    Raises:
        ProfileChanged: a field that changes inside is not the one that was looked at. The session
            must be rolled back.
    """
    pauses.hold(session, person)
    before, led_to = values_of(person), new_ways.leads_to(person)
    yield
    after = values_of(person)
    changed = [field for field in after if after[field] != before[field]]
    if seen is not None:
        marks = set(seen.split())
        overtaken = [field for field in changed if _mark(field, before[field]) not in marks]
        if overtaken:
            raise ProfileChanged(_overtaken(session, person, {f: before[f] for f in overtaken}))
    for field in changed:
        is_told = field not in _UNTOLD
        session.add(
            FieldChange(
                scheme_id=person.scheme_id,
                party_id=person.id,
                field=field,
                old=before[field] if is_told else None,
                new=after[field] if is_told else None,
                at=now,
                actor_id=actor.id,
            )
        )
    new_ways.follow(session, person, led_to, now)


def marks_of(person: Volunteer | Household) -> str:
    """A mark of each field as it is now, for a page to carry; it tells nothing of the value."""
    return " ".join(_mark(field, value) for field, value in values_of(person).items())


def values_of(person: Volunteer | Household) -> dict[Field, str]:
    """Each field as one text of codes, the same text for the same value."""
    both = {
        Field.NAME: person.full_name,
        Field.EMAIL: person.email or "",
        Field.PHONE: person.phone or "",
        Field.CHANNEL: person.channel.value,
        Field.LANGUAGE: person.language,
        Field.ADDRESS: person.address.street if person.address else "",
        Field.PLACE: f"{person.postcode or ''} {person.locality or ''}".strip(),
        Field.LANGUAGES: _sorted(f"{one.tag}:{int(one.level)}" for one in person.languages),
        Field.SLOTS: str(person.slots),
        Field.OFFERS: _sorted(one.category for one in person.offers),
        Field.AGE: person.age_band.value if person.age_band else "",
        Field.GENDER: person.gender.value if person.gender else "",
    }
    if isinstance(person, Household):
        return {
            **both,
            Field.ALIAS: person.alias,
            Field.NEEDS: _sorted(f"{one.category}:{one.priority}" for one in person.needs),
            Field.LIMITS: _said(person, "only_women", "step_free_only"),
            Field.CAPACITY: str(person.wanted),
            Field.INTERPRETER: "yes" if person.interpreter_available else "",
            Field.PEOPLE: _sorted(str(one.birth_year) for one in person.members),
            Field.NOTE: person.note,
        }
    limits = _said(person, "only_women", "no_children", "step_free")
    return {
        **both,
        Field.LIMITS: f"{person.max_distance_m} {limits}".strip(),
        Field.CAPACITY: str(person.capacity),
    }


def _overtaken(session: Session, person: Party, fields: dict[Field, str]) -> tuple[Overtaken, ...]:
    """Who changed these fields last, and what they are now."""
    changes = (
        select(FieldChange)
        .where(FieldChange.party_id == person.id, FieldChange.field.in_(fields))
        .options(joinedload(FieldChange.actor))
        .order_by(FieldChange.id)
    )
    # What was about to be changed must not reach the database.
    with session.no_autoflush:
        last = {change.field: change for change in session.scalars(changes)}
    return tuple(
        Overtaken(
            field,
            *_told_of(last.get(field)),
            None if field is Field.ADDRESS else value,
        )
        for field, value in fields.items()
    )


def _told_of(change: FieldChange | None) -> tuple[str, datetime | None]:
    """By whom and when; nothing where it changed without a history."""
    if change is None:
        return "", None
    return change.actor.full_name if change.actor else "", change.at


def _mark(field: Field, value: str) -> str:
    return f"{field.value}:{keyring.keyed_hash(f'mark:{value}')[:12]}"


def _said(person: Party, *limits: str) -> str:
    return " ".join(limit for limit in limits if getattr(person, limit))


def _sorted(values: Iterator[str]) -> str:
    return " ".join(sorted(values))
