"""What is known of a volunteer, put right at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from web.models import Party, Volunteer, keyring
from web.models.vocabulary import Heard
from web.services import history, persons, street_places, tasks

# Kept as they are told, by their names.
_PLAIN = (
    "language",
    "slots",
    "max_distance_m",
    "capacity",
    "age_band",
    "gender",
    "only_women",
    "no_children",
    "step_free",
)


def revise(
    session: Session,
    volunteer: Volunteer,
    told: Mapping[str, Any],
    actor: Party,
    now: datetime,
    seen: str | None = None,
    *,
    heard: Heard | None = None,
) -> None:
    """Replace a part of what is known of a volunteer.

    Args:
        told: attributes of a `SignUp` or a `Questionnaire` by name; the others stay. A name, a
            contact and a place are told whole.
        seen: marks of the profile that was looked at, as `history.kept` wants them.
        heard: how they told it, where somebody else writes it down for them.

    Raises:
        ProfileChanged: somebody else changed the same field meanwhile.
        IntegrityError: another volunteer has this contact.
    """
    with history.kept(session, volunteer, actor, now, seen):
        for name in _PLAIN:
            if name in told:
                setattr(volunteer, name, told[name])
        _set_contact(volunteer, told)
        _set_place(volunteer, told)
        if "languages" in told:
            persons.set_languages(volunteer, told["languages"])
        if "offers" in told:
            persons.set_offers(volunteer, told["offers"])
    persons.record(session, volunteer, actor, "volunteer_revised", now)
    if heard is not None:
        persons.record(session, volunteer, actor, f"told_{heard}", now)
    if "postcode" in told and actor is not volunteer:
        tasks.settle(session, volunteer.scheme_id, move_key(volunteer), now)
    session.flush()
    street_places.ask(session, volunteer, now)


def move_key(volunteer: Volunteer) -> str:
    """Names the task to put in an address that a volunteer may not put in any more."""
    return f"moved_often:{volunteer.id}"


def has_somebody_else(session: Session, volunteer: Volunteer, contact: str) -> bool:
    """Whether another volunteer of the scheme has this address or number."""
    key = keyring.keyed_hash(contact.casefold())
    same = or_(Volunteer.email_key == key, Volunteer.phone_key == key)
    others = Volunteer.scheme_id == volunteer.scheme_id, Volunteer.id != volunteer.id
    return session.scalar(select(Volunteer.id).where(*others, same).limit(1)) is not None


def street_of(volunteer: Volunteer) -> str:
    """For keeping it as it is, never for showing it."""
    return volunteer.address.street if volunteer.address else ""


def _set_contact(volunteer: Volunteer, told: Mapping[str, Any]) -> None:
    if "first_name" in told:
        volunteer.set_name(told["first_name"], told["last_name"])
    if "email" not in told:
        return
    channel = told.get("channel")
    known = volunteer.email or "", volunteer.phone or "", channel and volunteer.channel
    # A number that nobody has proved stays one until it is put right.
    if (told["email"], told["phone"], channel) != known:
        persons.set_contact(volunteer, email=told["email"], phone=told["phone"], channel=channel)


def _set_place(volunteer: Volunteer, told: Mapping[str, Any]) -> None:
    if "postcode" not in told:
        return
    street = told.get("street", street_of(volunteer))
    # Whoever stays where they are keeps the point that their street was found at.
    if (told["postcode"], street) != (volunteer.postcode, street_of(volunteer)):
        persons.set_place(volunteer, told["postcode"], street)
