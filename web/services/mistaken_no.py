"""A no that was tapped by mistake: taken back, until the other side is told of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from web.models import Match, MatchEvent
from web.models.vocabulary import PLACE_TAKING_STATES, MatchState, Side
from web.queries import decided
from web.services import calls, links, match_news, moot
from web.services.answers import keep
from web.services.clock import local_date
from web.services.errors import AnswerClosed, NoPlaceLeft, PairForbidden
from web.services.match_news import TIME_TO_UNDO
from web.services.places import has_room, hold_household
from web.services.transitions import SoftwareReason, hold, move

_IN_ITS_PLACE = PLACE_TAKING_STATES | {MatchState.PROPOSED}


def may_take_back(match: Match, side: Side, now: datetime) -> bool:
    """Whether the last thing that happened is this side's own no, a few minutes ago."""
    last = match.events[-1]
    return (
        match.state is last.to_state is MatchState.DECLINED
        and last.actor_id == match.party(side).id
        and now < last.at + TIME_TO_UNDO
        and match.answer_by is not None
        and match.answer_by >= local_date(now)
    )


def take_back(session: Session, match: Match, side: Side, now: datetime) -> None:
    """The question is open again, for both sides, as it was before the no.

    Raises:
        AnswerClosed: it is too late, or the other side has been told, or was never asked.
        NoPlaceLeft: somebody else is proposed or asked in its place.
        PairForbidden: somebody named the two never to meet.
    """
    hold(session, match)
    session.refresh(match, ["events"])
    hold_household(session, match.household)
    session.refresh(match.volunteer)
    if not may_take_back(match, side, now):
        raise AnswerClosed
    declined = match.events[-1]
    if decided.of_pair(session, match.volunteer_id, match.household_id).never is not None:
        raise PairForbidden
    if not has_room(session, match.volunteer, match.household) or _has_gone_on(session, declined):
        raise NoPlaceLeft
    other = Side.HOUSEHOLD if side is Side.VOLUNTEER else Side.VOLUNTEER
    if not match_news.take_back_off(session, match, other):
        raise AnswerClosed
    reason = SoftwareReason.NO_TAKEN_BACK
    keep(match, side, None)
    move(session, match, MatchState.APPROVED, actor=match.party(side), reason=reason, now=now)
    match.reason = None
    links.restore(session, links.Purpose.MATCH, match.id, revoked_at=declined.at)
    moot.restore_answers(session, match, other, declined.at)


def call_me(session: Session, match: Match, side: Side, now: datetime) -> None:
    """It is too late to take it back; a coordinator talks to them."""
    calls.ask(session, match, side, f"call_me_after_no:{match.id}:{side}", now)


def _has_gone_on(session: Session, declined: MatchEvent) -> bool:
    """Whether one of the two was proposed to somebody else since."""
    match = declined.match
    since = select(Match.id).where(
        Match.id != match.id,
        or_(Match.volunteer_id == match.volunteer_id, Match.household_id == match.household_id),
        Match.state.in_(_IN_ITS_PLACE),
        Match.proposed_at >= declined.at,
    )
    return session.scalar(since.limit(1)) is not None
