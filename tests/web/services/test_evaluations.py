from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.departures import everything_leaves
from tests.factories import make_household, make_match, make_scheme
from web.models import EvaluationAnswer, EvaluationRound, Link, Match, Notification, Scheme
from web.models.vocabulary import (
    NOT_WRITTEN_AFTER,
    EndReason,
    MatchState,
    Outcome,
    RoundState,
    Side,
)
from web.queries import evaluation
from web.services import evaluations, links, volunteers_meeting
from web.services.clock import ZONE
from web.services.errors import AnswerClosed
from web.services.links import Purpose
from web.services.one_by_one import problem

OPENS, CLOSES = date(2026, 11, 2), date(2026, 11, 30)


def at(day: date, hour: int = 12) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)


def lived(session: Session, scheme: Scheme, **overrides: Any) -> Match:
    values = {"state": MatchState.ACTIVE, "first_meeting_on": date(2026, 1, 15), **overrides}
    return make_match(session, scheme=scheme, **values)


def planned(session: Session, scheme: Scheme | None = None) -> EvaluationRound:
    return evaluations.plan(
        session,
        scheme or make_scheme(session),
        2026,
        at(date(2026, 10, 1)),
        opens_on=OPENS,
        closes_on=CLOSES,
    )


def opened(session: Session, **match: Any) -> EvaluationRound:
    """An open round of a scheme with one match."""
    found = planned(session)
    lived(session, session.get_one(Scheme, found.scheme_id), **match)
    evaluations.open_round(session, found, at(OPENS))
    everything_leaves(session, at(OPENS))
    return found


def answers(session: Session) -> list[EvaluationAnswer]:
    return list(session.scalars(select(EvaluationAnswer).order_by(EvaluationAnswer.id)))


def kinds(session: Session) -> Counter[str]:
    return Counter(session.scalars(select(Notification.kind)))


def sweep(session: Session, now: datetime) -> None:
    evaluations.open_due(session, now)
    everything_leaves(session, now)
    evaluations.remind(session, now)
    evaluations.close_due(session, now)


def test_a_year_has_one_round_and_planning_again_moves_its_dates(session: Session) -> None:
    scheme = make_scheme(session)
    first = planned(session, scheme)
    again = evaluations.plan(
        session,
        scheme,
        2026,
        at(OPENS),
        opens_on=OPENS + timedelta(days=3),
        closes_on=CLOSES,
    )
    assert again is first
    assert (again.opens_on, again.state) == (OPENS + timedelta(days=3), RoundState.PLANNED)


def test_both_sides_of_every_match_that_lived_in_the_year_are_invited(session: Session) -> None:
    found = planned(session)
    scheme = session.get_one(Scheme, found.scheme_id)
    ended = {"state": MatchState.ENDED, "reason": EndReason.NO_TIME.value}
    asked = [
        lived(session, scheme),
        lived(session, scheme, state=MatchState.PAUSED, first_meeting_on=date(2024, 5, 1)),
        lived(session, scheme, ended_on=date(2026, 1, 20), **ended),
    ]
    lived(session, scheme, first_meeting_on=date(2024, 5, 1), ended_on=date(2025, 12, 31), **ended)
    lived(session, scheme, first_meeting_on=OPENS + timedelta(days=1))
    lived(session, make_scheme(session))
    make_match(session, scheme=scheme, state=MatchState.ACCEPTED)
    assert evaluations.open_round(session, found, at(OPENS)) == 6
    assert {(row.match_id, row.side) for row in answers(session)} == {
        (match.id, side) for match in asked for side in Side
    }
    assert evaluations.open_round(session, found, at(OPENS)) == 0
    assert kinds(session) == {"evaluation_invitation": 6}


@pytest.mark.parametrize("reason", sorted(NOT_WRITTEN_AFTER))
def test_nobody_is_asked_how_pleased_they_were_after_a_death(
    session: Session, reason: EndReason
) -> None:
    opened(session, state=MatchState.ENDED, ended_on=date(2026, 5, 1), reason=reason.value)
    assert answers(session) == []


def test_a_round_opens_reminds_and_closes_on_its_days_once(session: Session) -> None:
    found = planned(session)
    lived(session, session.get_one(Scheme, found.scheme_id))
    seen: dict[date, Counter[str]] = {}
    before = Counter[str]()
    for day in range(-3, 40):
        today = OPENS + timedelta(days=day)
        for hour in (0, 9, 23):
            sweep(session, at(today, hour))
        if kinds(session) != before:
            seen[today] = kinds(session) - before
            before = kinds(session)
    assert seen == {
        OPENS: {"evaluation_invitation": 2},
        OPENS + timedelta(days=7): {"evaluation_reminder": 2},
        OPENS + timedelta(days=21): {"evaluation_reminder": 2},
    }
    assert (found.state, found.closes_on) == (RoundState.CLOSED, CLOSES)


def test_a_reminder_that_came_late_is_the_last_one(session: Session) -> None:
    opened(session)
    for days in (22, 23, 24, 25, 26, 27, 28):
        evaluations.remind(session, at(OPENS + timedelta(days=days)))
    assert kinds(session)["evaluation_reminder"] == 2


def test_who_answered_is_not_reminded(session: Session) -> None:
    opened(session)
    first, _ = answers(session)
    answer(session, first, still_meet=True)
    evaluations.remind(session, at(OPENS + timedelta(days=8)))
    assert kinds(session)["evaluation_reminder"] == 1


def answer(session: Session, row: EvaluationAnswer, **given: Any) -> None:
    values: dict[str, Any] = {
        "still_meet": None,
        "satisfaction": None,
        "outcomes": {},
        "comment": "",
        **given,
    }
    evaluations.answer(session, row, now=at(OPENS + timedelta(days=1)), **values)
    session.flush()


def test_an_answer_is_counted_and_may_be_changed_while_the_round_is_open(
    session: Session,
) -> None:
    found = opened(session)
    row = next(row for row in answers(session) if row.side is Side.HOUSEHOLD)
    answer(session, row, still_meet=False, satisfaction=1)
    answer(session, row, still_meet=True, satisfaction=5, outcomes={Outcome.BELONGING: 4})
    counted = evaluation.counted(session, found, OPENS)
    household, volunteer = counted.sides["household"], counted.sides["volunteer"]
    assert household.turnout == {"invited": 1, "answered": 1}
    assert household.still_meet == {"yes": 1, "no": 0}
    assert household.satisfaction == {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}
    assert household.outcomes["belonging"]["4"] == 1
    assert volunteer.turnout == {"invited": 1, "answered": 0}


def test_closing_freezes_the_figures_and_ends_the_links(session: Session) -> None:
    found = opened(session)
    row, other = answers(session)
    answer(session, row, satisfaction=4)
    links.create(session, row.party, Purpose.EVALUATION, row.id, now=at(OPENS))
    links.create(session, row.party, Purpose.FOLLOW_UP, row.id, now=at(OPENS))
    of_another_round = other.id + 1
    links.create(session, row.party, Purpose.EVALUATION, of_another_round, now=at(OPENS))
    assert evaluations.close_round(session, found, at(CLOSES))
    assert not evaluations.close_round(session, found, at(CLOSES))
    with pytest.raises(AnswerClosed):
        answer(session, other, satisfaction=1)
    session.delete(other)
    session.commit()
    figures = evaluation.figures(session, found, date(2030, 1, 1), for_reader=False)
    assert figures.sides["household"].turnout["invited"] == 1
    assert figures.sides["volunteer"].turnout["invited"] == 1
    assert figures.endurance.today == CLOSES
    good = session.scalars(select(Link).where(Link.revoked_at.is_(None)).order_by(Link.id))
    assert [(link.purpose, link.subject_id) for link in good] == [
        ("follow_up", row.id),
        ("evaluation", of_another_round),
    ]


def test_frozen_figures_thaw_to_what_they_were(session: Session) -> None:
    found = opened(session)
    counted = evaluation.counted(session, found, CLOSES)
    assert evaluation.thawed(evaluation.frozen(counted)) == counted


def test_children_are_asked_about_only_where_there_are_any(session: Session) -> None:
    grown_up = make_household(session, members=(1980, 2005))
    family = make_household(session, members=(1980, 2015))
    assert len(evaluation.outcomes_asked(grown_up, 2026)) == 5
    assert set(evaluation.outcomes_asked(family, 2026)) == set(Outcome)


def test_volunteers_hear_of_their_meeting_when_the_round_opens_and_when_it_moves(
    session: Session,
) -> None:
    found = planned(session)
    lived(session, session.get_one(Scheme, found.scheme_id))
    meeting = at(date(2026, 12, 5), hour=19)
    volunteers_meeting.set_up(session, found, meeting, "Town hall", at(OPENS))
    assert kinds(session) == {}
    evaluations.open_round(session, found, at(OPENS))
    volunteers_meeting.set_up(session, found, meeting, "Town hall", at(OPENS))
    assert kinds(session)["volunteers_meeting"] == 1
    volunteers_meeting.set_up(session, found, meeting, "Library", at(OPENS))
    volunteers_meeting.set_up(session, found, meeting + timedelta(days=7), "Library", at(OPENS))
    assert kinds(session)["volunteers_meeting"] == 3


def test_nobody_is_invited_to_a_meeting_that_was(session: Session) -> None:
    found = opened(session)
    volunteers_meeting.set_up(session, found, at(OPENS, 11), "Town hall", at(OPENS, 12))
    assert kinds(session) == {"evaluation_invitation": 2}


def test_sweeps_that_run_at_the_same_moment_invite_once(engine: Engine, session: Session) -> None:
    found = planned(session)
    scheme = session.get_one(Scheme, found.scheme_id)
    for _ in range(3):
        lived(session, scheme)
    session.commit()

    def race(_: int) -> str:
        with Session(engine) as own:
            sweep(own, at(OPENS))
            own.commit()
            return problem(own)

    with ThreadPoolExecutor(4) as pool:
        problems = set(pool.map(race, range(8)))
    assert problems == {""}
    assert kinds(session) == {"evaluation_invitation": 6}
    assert len(answers(session)) == 6
