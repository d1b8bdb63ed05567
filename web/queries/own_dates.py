"""The dated things of a volunteer: first meetings, questions that come, the volunteers' meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from web.models import EvaluationAnswer, EvaluationRound, FollowUp, Match, Volunteer
from web.models.vocabulary import MatchState, RoundState, Side

_TOGETHER = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED})


class DatedKind(StrEnum):
    FIRST_MEETING = "first-meeting"
    FOLLOW_UP = "follow-up"
    VOLUNTEERS_MEETING = "volunteers-meeting"


@dataclass(frozen=True, slots=True)
class Dated:
    """One thing with a day or an hour.

    Attributes:
        name: opaque, and the same for as long as the thing lives: a calendar knows it by that.
        on: a day, or an instant where the hour is known.
        other: what the household is called before its volunteer; never its family name.
        place: of a first meeting only for its volunteer's own eyes, since it may be a street.
    """

    kind: DatedKind
    name: str
    on: date | datetime
    other: str = ""
    place: str = ""

    @property
    def has_hour(self) -> bool:
        return isinstance(self.on, datetime)


def of_volunteer(session: Session, volunteer: Volunteer) -> list[Dated]:
    """Everything of theirs that has a day, the first to come first. Three queries."""
    found = [
        *_first_meetings(session, volunteer),
        *_follow_ups(session, volunteer),
        *_meetings(session, volunteer),
    ]
    return sorted(found, key=lambda one: (one.on.isoformat(), one.name))


def _first_meetings(session: Session, volunteer: Volunteer) -> Iterator[Dated]:
    for match in session.scalars(
        select(Match)
        .where(
            Match.volunteer_id == volunteer.id,
            Match.state.in_(_TOGETHER),
            or_(Match.first_meeting_on.is_not(None), Match.meeting_at.is_not(None)),
        )
        .options(joinedload(Match.household))
    ):
        # Held, it is the day that was written down, whatever had been planned.
        on = match.first_meeting_on or match.meeting_at
        if on is not None:
            name = f"{DatedKind.FIRST_MEETING}-{match.public_id}"
            other, place = match.household.shown_name, match.meeting_place or ""
            yield Dated(DatedKind.FIRST_MEETING, name, on, other, place)


def _follow_ups(session: Session, volunteer: Volunteer) -> Iterator[Dated]:
    """Of a match that pauses nobody is asked."""
    for row in session.scalars(
        select(FollowUp)
        .join(Match, Match.id == FollowUp.match_id)
        .where(
            FollowUp.party_id == volunteer.id,
            FollowUp.side == Side.VOLUNTEER,
            FollowUp.answered_at.is_(None),
            FollowUp.silent_at.is_(None),
            FollowUp.skipped_at.is_(None),
            Match.state == MatchState.ACTIVE,
        )
        .options(joinedload(FollowUp.match).joinedload(Match.household))
    ):
        name = f"{DatedKind.FOLLOW_UP}-{row.match.public_id}-{row.step}"
        yield Dated(DatedKind.FOLLOW_UP, name, row.due_on, row.match.household.shown_name)


def _meetings(session: Session, volunteer: Volunteer) -> Iterator[Dated]:
    """As soon as the round has opened, as the invitation by message."""
    invited = select(EvaluationAnswer.round_id).where(
        EvaluationAnswer.party_id == volunteer.id, EvaluationAnswer.side == Side.VOLUNTEER
    )
    for held in session.scalars(
        select(EvaluationRound).where(
            EvaluationRound.id.in_(invited),
            EvaluationRound.state != RoundState.PLANNED,
            EvaluationRound.meeting_at.is_not(None),
        )
    ):
        if held.meeting_at is not None:
            name = f"{DatedKind.VOLUNTEERS_MEETING}-{held.id}"
            kind = DatedKind.VOLUNTEERS_MEETING
            yield Dated(kind, name, held.meeting_at, place=held.meeting_place)
