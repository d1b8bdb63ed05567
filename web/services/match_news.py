"""What the two sides of a match are told, and when a message is no longer true before it leaves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from web.delivery import post_office
from web.models import Match, Notification
from web.models.vocabulary import Delivery, Side
from web.services import outbox, quiet_hours

BOTH = (Side.VOLUNTEER, Side.HOUSEHOLD)
TIME_TO_UNDO = timedelta(minutes=10)


def offer(session: Session, match: Match, *, now: datetime) -> datetime:
    """Ask both sides, late enough for the approval to be taken back. Returns when they are asked.

    Never at night, so that the hour that the desk names is the one at which it happens.
    """
    at = now + TIME_TO_UNDO
    if post_office.quiet_hours:
        at = quiet_hours.over_at(at, quiet_hours.of(session, match.scheme_id))
    for side in BOTH:
        _tell(session, match, side, "match_offer", now, at=at)
    return at


def take_back(session: Session, match: Match) -> bool:
    """Unwrite the question to both sides. False when either has left, or is about to.

    The rows go, so that a second approval can ask: a message is written once for its key.
    """
    return _unwrite(session, [_key(match, side, "match_offer") for side in BOTH])


def take_back_off(session: Session, match: Match, side: Side) -> bool:
    """Unwrite that it will not be. False when this side reads it already, or was never asked."""
    return _unwrite(session, [_key(match, side, "match_off")])


def _unwrite(session: Session, keys: list[str]) -> bool:
    """Whether all of them were there and untried, so that none is sent."""
    unsent = session.execute(
        delete(Notification)
        .where(
            Notification.dedupe_key.in_(keys),
            Notification.status == Delivery.PENDING,
            # A provider that did not answer may have taken it.
            Notification.first_tried_at.is_(None),
        )
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    return len(unsent.all()) == len(keys)


def remind(session: Session, match: Match, side: Side, *, now: datetime) -> bool:
    """Ask one side again. False when that was done before."""
    key = _key(match, side, "match_reminder")
    before = session.scalar(select(Notification.id).where(Notification.dedupe_key == key))
    if before is None:
        _tell(session, match, side, "match_reminder", now)
    return before is None


def tell_accepted(session: Session, match: Match, *, now: datetime) -> None:
    """Both said yes: a coordinator will call about the first meeting."""
    for side in BOTH:
        _tell(session, match, side, "match_accepted", now)


def thank_for_meeting(session: Session, match: Match, *, now: datetime) -> None:
    """The first meeting was held and the charter is signed."""
    for side in BOTH:
        _tell(session, match, side, "first_meeting", now)


def thank_at_end(session: Session, match: Match, *, now: datetime) -> None:
    """It has ended, after they met: thank both."""
    for side in BOTH:
        _tell(session, match, side, "match_ended", now)


def withdraw_thanks(session: Session, match: Match, *, now: datetime) -> None:
    """It goes on after all: what has not left stays here."""
    for side in BOTH:
        _withdraw(session, match, side, "match_ended", now)


def tell_off(
    session: Session,
    match: Match,
    sides: Iterable[Side] = BOTH,
    *,
    now: datetime,
    at: datetime | None = None,
) -> None:
    """It will not be: tell these sides gently, unless their question never left the house.

    Args:
        at: when, if not at once.
    """
    unasked = [side for side in BOTH if _withdraw(session, match, side, "match_offer", now)]
    forget_reminders(session, match, now=now)
    for side in sides:
        if side not in unasked:
            _tell(session, match, side, "match_off", now, at=at)


def forget_reminders(
    session: Session, match: Match, sides: Iterable[Side] = BOTH, *, now: datetime
) -> None:
    """A reminder that waits for the morning is not sent to who has answered meanwhile."""
    for side in sides:
        _withdraw(session, match, side, "match_reminder", now)


def _tell(
    session: Session,
    match: Match,
    side: Side,
    kind: str,
    now: datetime,
    at: datetime | None = None,
) -> None:
    outbox.notify(
        session,
        match.party(side),
        kind,
        params={"match_id": match.id, "side": side.value},
        dedupe_key=_key(match, side, kind),
        now=now,
        not_before=at,
    )


def _withdraw(session: Session, match: Match, side: Side, kind: str, now: datetime) -> bool:
    """Close a message that nobody has begun to send. True when there was one."""
    key = _key(match, side, kind)
    return outbox.withdraw_unsent(session, now, Notification.dedupe_key == key)


def _key(match: Match, side: Side, kind: str) -> str:
    # A match that was reopened may end, and be thanked for, another day.
    which = f":{match.ended_on}" if match.ended_on else ""
    return f"{kind}:{match.id}:{side}{which}"
