"""A no by mistake is taken back while nobody has been told and nothing has followed from it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.models import Match, NeverPair, Notification, Task
from web.models.vocabulary import Answer, DeclineReason, Delivery, MatchState, Side
from web.services import links, matches, mistaken_no, outbox
from web.services.clock import local_date
from web.services.errors import AnswerClosed, NoPlaceLeft, PairForbidden
from web.services.match_news import TIME_TO_UNDO

OTHER = {Side.VOLUNTEER: Side.HOUSEHOLD, Side.HOUSEHOLD: Side.VOLUNTEER}


def _asked(session: Session, now: datetime) -> Match:
    """Both sides have read the question."""
    match = make_match(session, proposed_at=now - timedelta(days=2))
    cora = make_staff(session, scheme_id=match.scheme_id)
    matches.approve(session, match, actor=cora, now=now - timedelta(days=1))
    for row in session.scalars(select(Notification)):
        row.status, row.attempts, row.first_tried_at = Delivery.DONE, 1, now
    session.flush()
    return match


def _say_no(session: Session, match: Match, side: Side, now: datetime) -> None:
    matches.answer(session, match, side, Answer.NO, reason=DeclineReason.NO_TIME, now=now)
    session.flush()


def _told_off(session: Session) -> list[Notification]:
    return [*session.scalars(select(Notification).where(Notification.kind == "match_off"))]


@pytest.mark.parametrize("side", Side)
def test_all_is_as_before_the_no(session: Session, now: datetime, side: Side) -> None:
    match = _asked(session, now)
    other = OTHER[side]
    matches.answer(session, match, other, Answer.LATER, now=now)
    path = links.create(session, match.party(other), links.Purpose.MATCH, match.id, now=now)
    _, _, public_id, secret = path.split("/")
    session.flush()
    (task,) = session.scalars(select(Task)).all()
    for minutes in (1, 5):
        said_at = now + timedelta(minutes=minutes)
        _say_no(session, match, side, said_at)
        assert [row.due_at for row in _told_off(session)] == [said_at + TIME_TO_UNDO]

        mistaken_no.take_back(session, match, side, said_at + timedelta(minutes=1))

        session.expire_all()
        assert (match.state, match.reason) == (MatchState.APPROVED, None)
        assert (match.answer(side), match.answer(other)) == (None, Answer.LATER)
        assert match.events[-1].actor_id == match.party(side).id
        assert _told_off(session) == []
        assert task.done_at is None
        assert links.open_link(session, public_id, secret, now=said_at)
    for one in Side:
        matches.answer(session, match, one, Answer.YES, now=now + timedelta(minutes=9))
    assert match.state is MatchState.ACCEPTED


def test_after_ten_minutes_it_is_too_late(session: Session, now: datetime) -> None:
    match = _asked(session, now)
    _say_no(session, match, Side.HOUSEHOLD, now)
    with pytest.raises(AnswerClosed):
        mistaken_no.take_back(session, match, Side.HOUSEHOLD, now + TIME_TO_UNDO)
    assert match.state is MatchState.DECLINED


def test_the_no_of_the_other_side_is_theirs(session: Session, now: datetime) -> None:
    match = _asked(session, now)
    _say_no(session, match, Side.HOUSEHOLD, now)
    with pytest.raises(AnswerClosed):
        mistaken_no.take_back(session, match, Side.VOLUNTEER, now)


def test_who_has_been_told_is_not_asked_again(session: Session, now: datetime) -> None:
    match = _asked(session, now)
    _say_no(session, match, Side.VOLUNTEER, now)
    (row,) = _told_off(session)
    assert outbox.claim(session, Notification, row.id, now + TIME_TO_UNDO)
    with pytest.raises(AnswerClosed):
        mistaken_no.take_back(session, match, Side.VOLUNTEER, now + timedelta(minutes=9))


def test_who_was_never_asked_is_not_asked_now(session: Session, now: datetime) -> None:
    match = make_match(session)
    matches.approve(session, match, actor=make_staff(session, scheme_id=match.scheme_id), now=now)
    _say_no(session, match, Side.VOLUNTEER, now)
    with pytest.raises(AnswerClosed):
        mistaken_no.take_back(session, match, Side.VOLUNTEER, now)


@pytest.mark.parametrize("state", [MatchState.PROPOSED, MatchState.APPROVED])
@pytest.mark.parametrize("side", Side)
def test_nobody_loses_the_place_that_was_given_to_them(
    session: Session, now: datetime, state: MatchState, side: Side
) -> None:
    match = _asked(session, now)
    _say_no(session, match, side, now)
    ids = {"scheme_id": match.scheme_id}
    pair = {
        "volunteer": match.volunteer if side is Side.HOUSEHOLD else make_volunteer(session, **ids),
        "household": match.household if side is Side.VOLUNTEER else make_household(session, **ids),
    }
    make_match(session, state=state, proposed_at=now, **pair)
    with pytest.raises(NoPlaceLeft):
        mistaken_no.take_back(session, match, side, now + timedelta(minutes=1))
    assert match.state is MatchState.DECLINED


def test_never_these_two_holds_whoever_asks(session: Session, now: datetime) -> None:
    match = _asked(session, now)
    _say_no(session, match, Side.VOLUNTEER, now)
    session.add(
        NeverPair(
            scheme_id=match.scheme_id,
            volunteer_id=match.volunteer_id,
            household_id=match.household_id,
            created_at=now,
        )
    )
    session.flush()
    with pytest.raises(PairForbidden):
        mistaken_no.take_back(session, match, Side.VOLUNTEER, now)


def test_what_has_run_out_stays_so(session: Session, now: datetime) -> None:
    match = _asked(session, now)
    match.answer_by = local_date(now) - timedelta(days=1)
    _say_no(session, match, Side.VOLUNTEER, now)
    with pytest.raises(AnswerClosed):
        mistaken_no.take_back(session, match, Side.VOLUNTEER, now)
