from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from tests.factories import make_match, make_scheme
from web.models import EvaluationRound, Scheme
from web.models.vocabulary import MatchState, RoundState
from web.queries import evaluation

TODAY = date(2026, 11, 22)


def _round(session: Session, scheme: Scheme) -> EvaluationRound:
    found = EvaluationRound(
        scheme_id=scheme.id,
        year=2026,
        state=RoundState.OPEN,
        opens_on=TODAY,
        closes_on=TODAY,
        meeting_place="",
    )
    session.add(found)
    session.flush()
    return found


def _met(session: Session, scheme: Scheme, days_ago: int, ended: str | None = None) -> None:
    make_match(
        session,
        scheme=scheme,
        state=MatchState.ENDED if ended else MatchState.ACTIVE,
        first_meeting_on=TODAY - timedelta(days=days_ago),
        ended_on=TODAY - timedelta(days=1) if ended else None,
        reason=ended,
    )


def test_a_reader_sees_no_cell_below_five(session: Session) -> None:
    scheme = make_scheme(session)
    for days in range(100, 120):
        _met(session, scheme, days)
    for days in (200, 201, 202):
        _met(session, scheme, days, ended="no_time")
    shown = evaluation.figures(session, _round(session, scheme), TODAY, for_reader=True)
    assert shown.endurance.counts == {"matches": 23, "alive": None, "ended": None}
    assert shown.endurance.causes == ()
    assert {point.day for point in shown.endurance.curve} == {0, 91}
    assert set(shown.sides["household"].still_meet.values()) == {None}


def test_a_coordinator_sees_every_cell(session: Session) -> None:
    scheme = make_scheme(session)
    _met(session, scheme, 200, ended="no_time")
    shown = evaluation.figures(session, _round(session, scheme), TODAY, for_reader=False)
    assert shown.endurance.counts == {"matches": 1, "alive": 0, "ended": 1}
    assert shown.sides["household"].still_meet == {"yes": 0, "no": 0}
