"""The log of meetings: on which days they met, as the volunteer writes it down."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web.models import HeldMeeting, Match, Party
from web.models.base import new_public_id
from web.models.vocabulary import MatchState
from web.services.clock import local_date
from web.services.errors import DateRefused, NotFound, TransitionRefused
from web.services.insert_once import insert_once

# Whoever meets, or met until the end; before the first meeting there is nothing to write down.
MEETING = frozenset({MatchState.ACTIVE, MatchState.PAUSED, MatchState.ENDED})


def write_down(
    session: Session, match: Match, by: Party, *, held_on: date, said: str, now: datetime
) -> None:
    """Keep that they met on a day. Of the same day again the words are added to those before.

    Raises:
        DateRefused: the day is to come, or lies outside of the match.
        TransitionRefused: they have not met for the first time yet.
    """
    if match.state not in MEETING:
        raise TransitionRefused(match.state, MatchState.ACTIVE)
    first = match.first_meeting_on or local_date(match.proposed_at)
    if not first <= held_on <= (match.ended_on or local_date(now)):
        raise DateRefused
    key = {"match_id": match.id, "told_by_id": by.id, "held_on": held_on}
    new = {"scheme_id": match.scheme_id, "public_id": new_public_id(), "said": said}
    insert_once(session, HeldMeeting, tuple(key), {**key, **new, "noted_at": now})
    kept = session.scalars(select(HeldMeeting).filter_by(**key)).one()
    # Sent twice it is said once; two meetings on one day are both told.
    if f"\n{said}\n" not in f"\n{kept.said}\n":
        kept.said = "\n".join(filter(None, (kept.said, said)))
    kept.noted_at = now
    session.flush()


def strike_out(session: Session, public_id: str, by: Party) -> None:
    """Forget a line that was written by mistake. Raises NotFound where it is not theirs."""
    gone = session.execute(
        delete(HeldMeeting)
        .where(HeldMeeting.public_id == public_id, HeldMeeting.told_by_id == by.id)
        .returning(HeldMeeting.id)
    )
    if gone.scalar_one_or_none() is None:
        raise NotFound
