"""Ends: what is kept of them, whom they thank, and how one is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_match
from tests.web.services.deciding import NOW, forbid
from web.models import ClosingWords, Match, Notification, Scheme, Staff
from web.models.vocabulary import Delivery, EndReason, Heard, MatchState, Side
from web.services import matches
from web.services.clock import local_date
from web.services.errors import NoPlaceLeft, PairForbidden, ReopenRefused
from web.services.living_matches import Closing


def _active(session: Session, scheme: Scheme) -> Match:
    return make_match(
        session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=local_date(NOW)
    )


def _messages(session: Session) -> dict[int, Delivery]:
    rows = session.execute(
        select(Notification.party_id, Notification.status).where(Notification.kind == "match_ended")
    )
    return dict(rows.all())


def test_an_end_keeps_what_both_said_and_thanks_both(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = _active(session, scheme)
    matches.end(
        session,
        match,
        actor=cora,
        reason=EndReason.GOAL_REACHED,
        closing=(Closing(Side.HOUSEHOLD, "We found friends.", Heard.BY_PHONE),),
        now=NOW,
    )
    words = session.scalars(select(ClosingWords)).one()
    assert (words.side, words.said, words.heard) == (
        Side.HOUSEHOLD,
        "We found friends.",
        Heard.BY_PHONE,
    )
    assert set(_messages(session)) == {match.volunteer_id, match.household_id}


@pytest.mark.parametrize("reason", [EndReason.SAFETY_CONCERN, EndReason.DEATH_OR_ILLNESS])
def test_nobody_is_thanked_by_a_letter_where_it_would_hurt(
    session: Session, scheme: Scheme, cora: Staff, reason: EndReason
) -> None:
    matches.end(session, _active(session, scheme), actor=cora, reason=reason, now=NOW)
    assert _messages(session) == {}


def test_an_end_by_mistake_is_taken_back_with_its_history_and_without_thanks(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = _active(session, scheme)
    matches.end(session, match, actor=cora, reason=EndReason.NO_TIME, now=NOW)
    matches.reopen(session, match, actor=cora, note="Wrong family.", now=NOW)
    assert (match.state, match.ended_on, match.reason) == (MatchState.ACTIVE, None, None)
    assert [(one.to_state, one.reason) for one in match.events[-2:]] == [
        (MatchState.ENDED, "no_time"),
        (MatchState.ACTIVE, "reopened"),
    ]
    assert set(_messages(session).values()) == {Delivery.DONE}
    matches.end(session, match, actor=cora, reason=EndReason.NO_TIME, now=NOW + timedelta(days=1))
    pending = select(Notification.id).where(Notification.status == Delivery.PENDING)
    assert len(session.scalars(pending).all()) == 2


def test_after_thirty_days_an_end_stays(session: Session, scheme: Scheme, cora: Staff) -> None:
    match = _active(session, scheme)
    matches.end(session, match, actor=cora, reason=EndReason.OTHER, now=NOW)
    with pytest.raises(ReopenRefused):
        matches.reopen(session, match, actor=cora, now=NOW + timedelta(days=31))
    matches.reopen(session, match, actor=cora, now=NOW + timedelta(days=30))


def test_a_match_is_not_reopened_over_somebody_who_took_the_place_or_said_never(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = _active(session, scheme)
    matches.end(session, match, actor=cora, reason=EndReason.OTHER, now=NOW)
    taken = make_match(session, volunteer=match.volunteer, state=MatchState.APPROVED)
    with pytest.raises(NoPlaceLeft):
        matches.reopen(session, match, actor=cora, now=NOW)
    taken.state = MatchState.CANCELLED
    forbid(session, match, cora, Side.HOUSEHOLD)
    with pytest.raises(PairForbidden):
        matches.reopen(session, match, actor=cora, now=NOW)
