"""Row 9: two beats, a day without any, both clock changes, and one clock that is wrong.

Sweeps run as the beat asks for them, only less often; what each person must have been sent is told
here from the calendar, not from the code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.departures import everything_leaves
from tests.factories import make_match, make_scheme, make_staff
from tests.races import together
from web.models import Match, Notification, Scheme
from web.models.vocabulary import MatchState
from web.services import evaluations, follow_ups, matches
from web.services.clock import ZONE, local_date
from web.services.sweeps import SWEEPS

DAY = timedelta(days=1)
WRONG_BY = timedelta(hours=2)
KINDS = (
    "follow_up",
    "follow_up_reminder",
    "match_reminder",
    "evaluation_invitation",
    "evaluation_reminder",
)


@dataclass(frozen=True, slots=True)
class Span:
    """What is simulated: when, how often the beats come, and what falls due in it.

    Attributes:
        met: days of first meetings, so chosen that questions fall on both clock changes and into
            the outage.
        asked: the days after each of them on which both sides are asked.
    """

    begins: date
    days: int
    every: timedelta
    outage: date
    met: tuple[date, ...]
    asked: tuple[tuple[date, ...], ...]
    approved: date
    invited: date


# Two weeks, six weeks, three and six months, then half years.
YEAR = Span(
    begins=date(2026, 3, 1),
    days=366,
    every=timedelta(hours=6),
    outage=date(2026, 4, 26),
    met=(date(2026, 3, 15), date(2026, 9, 13)),
    asked=(
        (date(2026, 3, 29), date(2026, 4, 26), date(2026, 6, 15), date(2026, 9, 15)),
        (date(2026, 9, 27), date(2026, 10, 25), date(2026, 12, 13)),
    ),
    approved=date(2026, 10, 20),
    invited=date(2026, 10, 18),
)
WEEKS = Span(
    begins=date(2026, 3, 26),
    days=11,
    every=timedelta(hours=16),
    outage=date(2026, 4, 3),
    met=(date(2026, 3, 15),),
    asked=((date(2026, 3, 29),),),
    approved=date(2026, 3, 24),
    invited=date(2026, 3, 28),
)


@pytest.mark.parametrize("span", [WEEKS, pytest.param(YEAR, marks=pytest.mark.faults)])
def test_each_reminder_comes_exactly_once_and_on_its_day(
    span: Span, engine: Engine, session: Session
) -> None:
    expected = _prepare(session, span)
    session.commit()

    for right in _moments(span):
        # One of the two clocks is ahead for a week, behind for the next, and right for a third.
        off = (WRONG_BY, -WRONG_BY, timedelta())[right.isocalendar().week % 3]
        together([partial(_beat, engine, right), partial(_beat, engine, right + off)])

    sent = session.scalars(select(Notification).where(Notification.kind.in_(KINDS))).all()
    when = Counter((row.kind, row.party_id, local_date(row.created_at)) for row in sent)
    assert when == expected


def _beat(engine: Engine, now: datetime) -> None:
    """As the task does: each duty in a transaction of its own."""
    for _, sweep in SWEEPS:
        with Session(engine) as session, session.begin():
            sweep(session, now)
    with Session(engine) as session, session.begin():
        everything_leaves(session, now)


def _moments(span: Span) -> Iterator[datetime]:
    """By interval, as the beat counts; none on the day of the outage, a Belgian one."""
    moment = datetime.combine(span.begins, time(9), ZONE).astimezone(UTC)
    end = moment + span.days * DAY
    while moment < end:
        if local_date(moment) != span.outage:
            yield moment
        moment += span.every


def _prepare(session: Session, span: Span) -> Counter[tuple[str, int, date]]:
    """Matches and a round of evaluation, and who must be sent what on which day."""
    scheme = make_scheme(session)
    expected: Counter[tuple[str, int, date]] = Counter()

    def expect(kind: str, match: Match, due: date) -> date:
        """What falls due without a beat comes when there is one again."""
        day = due + DAY if due == span.outage else due
        if day < span.begins + span.days * DAY:
            expected.update((kind, who, day) for who in (match.volunteer_id, match.household_id))
        return day

    for met, asked in zip(span.met, span.asked, strict=True):
        match = _active(session, scheme, met)
        for due in asked:
            asked_on = expect("follow_up", match, due)
            expect("follow_up_reminder", match, asked_on + 5 * DAY)
        expect("evaluation_invitation", match, span.invited)
        expect("evaluation_reminder", match, span.invited + 7 * DAY)
        expect("evaluation_reminder", match, span.invited + 21 * DAY)
    expect("match_reminder", *_unanswered(session, scheme, span))
    evaluations.plan(
        session,
        scheme,
        span.invited.year,
        _noon(span.begins),
        opens_on=span.invited,
        closes_on=span.invited + 60 * DAY,
    )
    return expected


def _active(session: Session, scheme: Scheme, met: date) -> Match:
    days = {"first_meeting_on": met, "charter_signed_on": met}
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE, **days)
    follow_ups.on_first_meeting(session, match, _noon(met))
    return match


def _unanswered(session: Session, scheme: Scheme, span: Span) -> tuple[Match, date]:
    """A match that both leave unanswered, and the day they are reminded: two before the last."""
    match = make_match(session, scheme=scheme)
    cora = make_staff(session, scheme=scheme)
    matches.approve(session, match, actor=cora, now=_noon(span.approved))
    return match, span.approved + (scheme.answer_days - 2) * DAY


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE).astimezone(UTC)
