"""What is told of the first meeting before it is held; the place stands only behind the link."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, MatchEvent, Notification, Party
from web.models.vocabulary import MatchState, Side
from web.services import outbox
from web.services.transitions import SoftwareReason

_KINDS = ("meeting_times", "meeting_planned", "meeting_planned_desk")


def ask(session: Session, match: Match, *, again: bool, now: datetime) -> None:
    """Both sides are asked which times suit.

    Args:
        again: a time that was set does not hold any more.
    """
    withdraw(session, match, now=now)
    for side in Side:
        params = {**of_side(match, side), "again": "yes" if again else ""}
        _tell(session, match, match.party(side), "meeting_times", params, now)


def tell(session: Session, match: Match, at: datetime, *, again: bool, now: datetime) -> None:
    """Both sides and their coordinator hear when it is."""
    withdraw(session, match, now=now)
    for side in Side:
        params = {**planned(match, side, at), "again": "yes" if again else ""}
        _tell(session, match, match.party(side), "meeting_planned", params, now)
    coordinator = _coordinator(session, match)
    if coordinator is not None:
        params = {"match_id": match.id, "at": at.isoformat()}
        _tell(session, match, coordinator, "meeting_planned_desk", params, now)


def of_side(match: Match, side: Side) -> dict[str, Any]:
    """What a message to one side needs."""
    return {"match_id": match.id, "side": side.value}


def planned(match: Match, side: Side, at: datetime) -> dict[str, Any]:
    """As `of_side`, with when they meet."""
    return {**of_side(match, side), "at": at.isoformat()}


def news(match: Match, side: Side) -> tuple[str, dict[str, Any]]:
    """What one side is to know now, as a message: when it is, or which times there are."""
    if match.meeting_at is not None:
        return "meeting_planned", planned(match, side, match.meeting_at)
    return "meeting_times", of_side(match, side)


def send_again(session: Session, match: Match, side: Side, now: datetime) -> None:
    """Over the way that this side chose; asked for ten times within an hour, it comes once."""
    if match.state is not MatchState.ACCEPTED:
        return
    kind, params = news(match, side)
    key = f"{kind}:again:{match.id}:{side}:{now:%Y%m%d%H}"
    outbox.notify(
        session, match.party(side), kind, params=params, dedupe_key=key, now=now, at_once=True
    )


def withdraw(session: Session, match: Match, *, now: datetime) -> None:
    """What has not left, and is not true any more, stays here."""
    about = Notification.params["match_id"].as_integer() == match.id
    outbox.withdraw_unsent(session, now, Notification.kind.in_(_KINDS), about)


def _tell(
    session: Session,
    match: Match,
    party: Party,
    kind: str,
    params: dict[str, Any],
    now: datetime,
) -> None:
    outbox.notify(
        session,
        party,
        kind,
        params=params,
        # What is proposed or set anew is told anew.
        dedupe_key=f"{kind}:{match.id}:{party.id}:{now.isoformat()}",
        now=now,
    )


def _coordinator(session: Session, match: Match) -> Party | None:
    """Whose the family is; else who proposed the times or set one."""
    if match.household.coordinator_id is not None:
        return session.get(Party, match.household.coordinator_id)
    return session.scalar(
        select(Party)
        .join(MatchEvent, MatchEvent.actor_id == Party.id)
        .where(
            MatchEvent.match_id == match.id,
            MatchEvent.reason.in_([SoftwareReason.TIMES_PROPOSED, SoftwareReason.MEETING_PLANNED]),
        )
        .order_by(MatchEvent.id.desc())
        .limit(1)
    )
