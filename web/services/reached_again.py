"""A coordinator has found out that somebody is reached again, or wants our questions again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from web.models import Household, Party, Volunteer
from web.models.vocabulary import Channel
from web.services import persons, tasks, unsubscribing, ways


def write_again(
    session: Session,
    person: Volunteer | Household,
    channel: Channel,
    *,
    actor: Party,
    now: datetime,
) -> None:
    """Write there again, although a message came back; the task about it is settled."""
    ways.mark_failed(person, channel, None)
    tasks.settle(session, person.scheme_id, f"message_failed:{person.id}:{channel.value}", now)
    persons.record(session, person, actor, "written_to_again", now)


def ask_again(
    session: Session, person: Volunteer | Household, *, actor: Party, now: datetime
) -> None:
    """They told a coordinator that they want our questions after all."""
    unsubscribing.resume(session, person, now)
    persons.record(session, person, actor, "questions_resumed", now)
