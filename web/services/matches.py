"""What people do with a match. Each step holds the volunteer's row and writes the history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Household, Match, MatchRun, Party, Scheme, Volunteer
from web.models.vocabulary import (
    NEVER_AGAIN_STATES,
    EndReason,
    InsistReason,
    MatchState,
    RejectReason,
    Side,
)
from web.services import match_news, meeting_news, screening
from web.services.answers import answer, lapse_overdue, remind_unanswered
from web.services.clock import local_date
from web.services.errors import (
    AskedAlready,
    HouseholdNotWaiting,
    NoPlaceLeft,
    NotFound,
    PairForbidden,
    ScreeningMissing,
    TransitionRefused,
)
from web.services.living_matches import end, pause, record_first_meeting, reopen, resume
from web.services.places import hold_household, is_forbidden, places_left, volunteers_wanted
from web.services.transitions import (
    TRANSITIONS,
    SoftwareReason,
    decide,
    hold_unchanged,
    move,
    record,
)

__all__ = [
    "TRANSITIONS",
    "answer",
    "approve",
    "by_public_id",
    "cancel",
    "end",
    "is_forbidden",
    "lapse_overdue",
    "lift",
    "lift_pair",
    "pause",
    "places_left",
    "propose",
    "record_first_meeting",
    "reject",
    "remind_unanswered",
    "reopen",
    "resume",
    "undo",
    "volunteers_wanted",
]

# Why it ends when one side has left the scheme.
_LEFT = {Side.VOLUNTEER: EndReason.VOLUNTEER_LEFT, Side.HOUSEHOLD: EndReason.HOUSEHOLD_LEFT}


def by_public_id(session: Session, public_id: str) -> Match:
    """The match of this scheme by its name in URLs.

    Raises:
        NotFound: there is none, or it is another scheme's.
    """
    match = session.scalar(select(Match).where(Match.public_id == public_id))
    if match is None:
        raise NotFound
    return match


def propose(
    session: Session,
    volunteer: Volunteer,
    household: Household,
    *,
    actor: Party | None,
    run: MatchRun | None = None,
    points: int = 0,
    criteria: Sequence[dict[str, Any]] = (),
    in_spite_of: Sequence[str] = (),
    reason: InsistReason | None = None,
    note: str = "",
    now: datetime,
) -> Match:
    """A new proposal, by a run or by hand; it takes no place yet.

    Args:
        in_spite_of: rules that the pair breaks; `reason` and `note` say why it is proposed.

    Raises:
        NotFound: the two are of different schemes.
        PairForbidden: a person or the pair's history rules it out.
        IntegrityError: the two have a live match already.
    """
    if volunteer.scheme_id != household.scheme_id:
        raise NotFound
    if is_forbidden(session, volunteer.id, household.id):
        raise PairForbidden
    match = Match(
        scheme_id=volunteer.scheme_id,
        run_id=run.id if run else None,
        volunteer=volunteer,
        household=household,
        state=MatchState.PROPOSED,
        points=points,
        criteria=list(criteria),
        in_spite_of=list(in_spite_of),
        proposed_at=now,
    )
    record(match, None, actor=actor, reason=reason, note=note, now=now)
    session.add(match)
    session.flush()
    return match


def approve(
    session: Session, match: Match, *, actor: Party, version: int | None = None, now: datetime
) -> None:
    """Ask both sides; from here on the volunteer's place is taken.

    Raises:
        ChangedMeanwhile, TransitionRefused, PairForbidden, NoPlaceLeft, HouseholdNotWaiting,
        ScreeningMissing.
    """
    hold_unchanged(session, match, version)
    hold_household(session, match.household)
    session.refresh(match.volunteer)
    # From declined the table has a way here too, which is only theirs who said no.
    if match.state is not MatchState.PROPOSED:
        raise TransitionRefused(match.state, MatchState.APPROVED)
    _require_room(session, match, now)
    move(session, match, MatchState.APPROVED, actor=actor, now=now)
    scheme = session.get_one(Scheme, match.scheme_id)
    match.approved_at = now
    match.answer_by = local_date(now) + timedelta(days=scheme.answer_days)
    match.asked_at = match_news.offer(session, match, now=now)


def undo(
    session: Session, match: Match, *, actor: Party, version: int | None = None, now: datetime
) -> None:
    """Take an approval back before anybody was asked: it is a proposal again, its place is free.

    Raises:
        ChangedMeanwhile, TransitionRefused, AskedAlready.
    """
    hold_unchanged(session, match, version)
    if match.state is MatchState.APPROVED:
        unasked = match.asked_at is not None and now < match.asked_at
        if not (unasked and match_news.take_back(session, match)):
            raise AskedAlready
    move(session, match, MatchState.PROPOSED, actor=actor, reason=SoftwareReason.UNDONE, now=now)
    match.reason = match.approved_at = match.asked_at = match.answer_by = None


def reject(
    session: Session,
    match: Match,
    *,
    actor: Party,
    reason: RejectReason | None,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """A proposal is not approved, and the pair is not proposed again; a pin of it goes."""
    decide(
        session,
        match,
        MatchState.REJECTED,
        actor=actor,
        reason=reason,
        note=note,
        version=version,
        now=now,
    )


def cancel(
    session: Session,
    match: Match,
    *,
    actor: Party,
    reason: EndReason | None,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """It ends before the first meeting; both sides are told gently, but not who has left."""
    decide(
        session,
        match,
        MatchState.CANCELLED,
        actor=actor,
        reason=reason,
        note=note,
        version=version,
        now=now,
    )
    meeting_news.withdraw(session, match, now=now)
    sides = [side for side in match_news.BOTH if reason is not _LEFT[side]]
    match_news.tell_off(session, match, sides, now=now)


def lift(
    session: Session,
    match: Match,
    *,
    actor: Party,
    note: str = "",
    version: int | None = None,
    now: datetime,
) -> None:
    """The two may be proposed to each other again, whatever was tried before.

    Raises:
        ChangedMeanwhile.
    """
    hold_unchanged(session, match, version)
    lift_pair(session, match.volunteer_id, match.household_id, actor=actor, note=note, now=now)


def lift_pair(
    session: Session,
    volunteer_id: int,
    household_id: int,
    *,
    actor: Party,
    note: str = "",
    now: datetime,
) -> None:
    """As `lift`, for whoever holds the volunteer."""
    tried = session.scalars(
        select(Match).where(
            Match.volunteer_id == volunteer_id,
            Match.household_id == household_id,
            Match.state.in_(NEVER_AGAIN_STATES),
            Match.lifted_at.is_(None),
        )
    )
    for one in tried:
        one.lifted_at = now
        record(one, one.state, actor=actor, reason=SoftwareReason.LIFTED, note=note, now=now)
    # Queries that come after shall see it.
    session.flush()


def _require_room(session: Session, match: Match, now: datetime) -> None:
    if is_forbidden(session, match.volunteer_id, match.household_id):
        raise PairForbidden
    if places_left(session, match.volunteer) == 0:
        raise NoPlaceLeft
    if volunteers_wanted(session, match.household) == 0:
        raise HouseholdNotWaiting
    if screening.is_missing(match.volunteer, match.household, local_date(now)):
        raise ScreeningMissing
