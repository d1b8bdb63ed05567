"""A match with something of each kind in its history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from tests.factories import make_staff, make_task
from web.models import (
    AuditEvent,
    ChangeQuestion,
    FollowUp,
    Match,
    MatchEvent,
    Notification,
    Scheme,
    Staff,
)
from web.models.vocabulary import (
    Answer,
    Change,
    Channel,
    Delivery,
    Face,
    MatchState,
    Side,
    TaskKind,
)
from web.services import notes

LONG_AGO = datetime(2025, 3, 4, 10, 0, tzinfo=UTC)


def event(
    match: Match, minutes: int, state: MatchState, reason: str | None, who: int
) -> MatchEvent:
    return MatchEvent(
        scheme_id=match.scheme_id,
        match_id=match.id,
        at=LONG_AGO + timedelta(minutes=minutes),
        actor_id=who,
        from_state=MatchState.APPROVED,
        to_state=state,
        reason=reason,
    )


def everything(session: Session, match: Match, cora: Staff) -> None:
    """One of each kind, a minute apart."""

    def at(minutes: int) -> datetime:
        return LONG_AGO + timedelta(minutes=minutes)

    mine = {"scheme_id": match.scheme_id, "match_id": match.id}
    session.add(event(match, 1, MatchState.DECLINED, "no_time", match.household_id))
    for minutes, channel, status, problem in (
        (2, Channel.SMS, Delivery.DONE, ""),
        (3, Channel.EMAIL, Delivery.PARKED, "550"),
        (4, Channel.EMAIL, Delivery.DONE, "withdrawn"),
    ):
        session.add(
            Notification(
                scheme_id=match.scheme_id,
                party_id=match.household_id,
                kind="match_offer",
                params={"match_id": match.id, "side": "household"},
                channel=channel,
                dedupe_key=f"offer:{match.id}:{minutes}",
                status=status,
                next_at=at(0),
                due_at=at(0),
                created_at=at(0),
                done_at=at(minutes),
                problem=problem,
            )
        )
    asked = {**mine, "party_id": match.household_id, "side": Side.HOUSEHOLD, "due_on": at(0).date()}
    session.add(
        FollowUp(
            **asked,
            step="2w",
            answered_at=at(5),
            face=Face.SAD,
            met=True,
            call_me=True,
            comment="Secret words",
        )
    )
    session.add(FollowUp(**asked, step="6w", silent_at=at(6)))
    for about, minutes in ((match, 7), (match.household, 8)):
        notes.write(session, about, "Between us", cora, at(minutes))
    session.add(
        ChangeQuestion(
            scheme_id=match.scheme_id,
            household_id=match.household_id,
            change=Change.SLOT,
            amount="3",
            asked_by_id=cora.id,
            asked_at=at(9),
            answer=Answer.NO,
            answered_at=at(10),
        )
    )
    make_task(
        session,
        session.get_one(Scheme, match.scheme_id),
        kind=TaskKind.SAD_FACE,
        party_id=match.household_id,
        match_id=match.id,
        handed_by_id=cora.id,
        held_by_id=make_staff(session, scheme_id=match.scheme_id, first_name="Dora").id,
        handed_at=at(11),
    )
    session.add(
        AuditEvent(
            scheme_id=match.scheme_id,
            at=at(12),
            actor_id=cora.id,
            party_id=match.household_id,
            action="household_paused",
        )
    )
    session.flush()
