"""When somebody leaves the scheme, what they were part of ends with its reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Match, Party, Volunteer
from web.models.vocabulary import LIVE_MATCH_STATES, EndReason, MatchState, RejectReason
from web.services import matches


def end_matches(session: Session, party: Party, *, actor: Party, now: datetime) -> int:
    """End, cancel or reject every live match of who is held with them. Returns how many."""
    is_volunteer = isinstance(party, Volunteer)
    column = Match.volunteer_id if is_volunteer else Match.household_id
    reason = EndReason.VOLUNTEER_LEFT if is_volunteer else EndReason.HOUSEHOLD_LEFT
    live = session.scalars(
        select(Match)
        .where(column == party.id, Match.state.in_(LIVE_MATCH_STATES))
        # A page may have read them before it was our turn.
        .execution_options(populate_existing=True)
    ).all()
    for match in live:
        if match.state is MatchState.PROPOSED:
            matches.reject(session, match, actor=actor, reason=RejectReason.OTHER, now=now)
        elif match.state in {MatchState.APPROVED, MatchState.ACCEPTED}:
            matches.cancel(
                session, match, actor=actor, reason=reason, note="", version=None, now=now
            )
        else:
            matches.end(session, match, actor=actor, reason=reason, note="", version=None, now=now)
    return len(live)
