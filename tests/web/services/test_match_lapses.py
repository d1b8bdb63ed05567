"""Answers that do not come: one reminder, then the match lapses."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.factories import make_scheme
from tests.web.services.steps import NOW, approved, told
from web.models.vocabulary import Answer, MatchState, Side
from web.services import matches


def test_it_lapses_only_after_the_last_day_and_only_once(session: Session) -> None:
    match, _ = approved(session)
    matches.answer(session, match, Side.HOUSEHOLD, Answer.YES, now=NOW)

    assert matches.lapse_overdue(session, NOW + timedelta(days=7)) == 0
    assert matches.lapse_overdue(session, NOW + timedelta(days=8)) == 1
    assert matches.lapse_overdue(session, NOW + timedelta(days=8)) == 0
    assert match.state is MatchState.LAPSED
    assert match.events[-1].actor_id is None


def test_who_has_not_answered_is_reminded_once(session: Session) -> None:
    match, _ = approved(session)
    matches.answer(session, match, Side.HOUSEHOLD, Answer.YES, now=NOW)

    assert matches.remind_unanswered(session, NOW + timedelta(days=4)) == 0
    assert matches.remind_unanswered(session, NOW + timedelta(days=5)) == 1
    assert matches.remind_unanswered(session, NOW + timedelta(days=6)) == 0
    assert told(session, "match_reminder") == {"volunteer"}


def test_nobody_is_reminded_on_the_day_they_are_asked(session: Session) -> None:
    scheme = make_scheme(session, answer_days=1)
    approved(session, scheme=scheme)

    assert matches.remind_unanswered(session, NOW) == 0
