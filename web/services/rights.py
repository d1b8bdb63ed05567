"""What a coordinator does for somebody who asks for their rights: erase them, or only keep.

Whoever asks by phone or on paper gets what they would get by themselves; why, how it was heard
and who did it stays written down.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Household, Party, Volunteer
from web.models.vocabulary import ErasureReason, Heard, PauseReason
from web.services import pauses, personal_data, persons, places
from web.services.errors import ChangedMeanwhile, TransitionRefused


def copy(
    session: Session, person: Volunteer | Household, *, actor: Party, now: datetime
) -> list[personal_data.Held]:
    """Everything that is held about somebody, to read with them; each look leaves a trace."""
    persons.record(session, person, actor, "data_exported", now)
    return personal_data.held(session, person)


def erase(
    session: Session,
    person: Volunteer | Household,
    reason: ErasureReason,
    *,
    heard: Heard | None,
    actor: Party,
    now: datetime,
) -> None:
    """Erase somebody for good; their matches end, and both sides are told. Twice counts once.

    Args:
        heard: how they asked; None where it was nobody's wish.
    """
    places.hold_with_matches(session, person)
    if person.is_erased:
        return
    persons.record(session, person, actor, f"erasure_{heard or reason}", now)
    personal_data.erase(session, person, actor, now)


def restrict(
    session: Session, person: Volunteer | Household, heard: Heard, *, actor: Party, now: datetime
) -> None:
    """From now on what is known of somebody is only kept: no proposals, no messages of ours.

    Their matches go on, as during a break. What is in the outbox stays there.
    """
    pauses.hold(session, person)
    if person.restricted_at is not None:
        return
    # Who is not on the way to a match cannot pause: `make_ready` refuses as long as it holds.
    with suppress(TransitionRefused, ChangedMeanwhile):
        pauses.pause(session, person, actor, now, reason=PauseReason.ASKED)
    # A break that was there before does not end by itself any more.
    person.paused_until = None
    person.restricted_at = now
    persons.record(session, person, actor, f"restricted_{heard}", now)
    session.flush()


def lift(session: Session, person: Volunteer | Household, *, actor: Party, now: datetime) -> None:
    """They may be matched and written to again; whoever is on a break is brought back apart."""
    pauses.hold(session, person)
    if person.restricted_at is None:
        return
    person.restricted_at = None
    persons.record(session, person, actor, "restriction_lifted", now)
    session.flush()
