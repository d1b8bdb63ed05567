from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff, make_task
from web.messages import Context, wording
from web.models import Match, Notification, Scheme, Staff
from web.models.vocabulary import MatchState, Role
from web.services import digest
from web.services.clock import ZONE

MONDAY = date(2026, 7, 6)
WEEK = timedelta(days=7)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """That time of a Belgian day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def colleague(session: Session, scheme: Scheme | None = None, **overrides: Any) -> Staff:
    since = at(MONDAY, 9) - timedelta(days=400)
    scheme = scheme or make_scheme(session)
    return make_staff(session, scheme=scheme, created_at=since, **overrides)


def sent(session: Session) -> list[Notification]:
    return list(session.scalars(select(Notification).order_by(Notification.id)))


def test_it_leaves_on_monday_at_eight_and_never_twice(session: Session) -> None:
    cora = colleague(session)
    assert digest.send_due(session, at(MONDAY, 7, 59)) == 0
    assert digest.send_due(session, at(MONDAY, 8)) == 1
    assert digest.send_due(session, at(MONDAY, 8, 1)) == 0
    assert [(row.party_id, row.kind) for row in sent(session)] == [(cora.id, "digest")]


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("first", [date(2026, 3, 23), date(2026, 10, 19)], ids=["spring", "autumn"])
def test_each_week_has_one_across_a_change_of_the_clocks(session: Session, first: date) -> None:
    colleague(session)
    begins = at(first, 0)
    for half_hour in range(3 * 7 * 48):
        digest.send_due(session, begins + timedelta(minutes=30 * half_hour))
    left = [row.created_at.astimezone(ZONE) for row in sent(session)]
    assert [(when.date(), when.hour) for when in left] == [
        (first + week * WEEK, 8) for week in range(3)
    ]


def test_after_a_day_away_it_still_comes_and_in_mid_week_it_does_not(session: Session) -> None:
    colleague(session)
    assert digest.send_due(session, at(MONDAY + timedelta(days=2), 9)) == 0
    assert digest.send_due(session, at(MONDAY + WEEK + timedelta(days=1), 9)) == 1


def test_it_goes_to_coordinators_who_want_it_only(session: Session) -> None:
    colleague(session, duty=Role.READER)
    colleague(session, active=False)
    unwilling = colleague(session)
    digest.choose(unwilling, wanted=False)
    assert digest.send_due(session, at(MONDAY, 8)) == 0
    digest.choose(unwilling, wanted=True)
    assert digest.send_due(session, at(MONDAY, 8)) == 1


def test_who_came_on_monday_morning_has_the_first_one_a_week_later(session: Session) -> None:
    make_staff(session, created_at=at(MONDAY, 8))
    assert digest.send_due(session, at(MONDAY, 9)) == 0
    assert digest.send_due(session, at(MONDAY + WEEK, 8)) == 1


def test_it_counts_what_waits_in_ones_own_scheme_and_names_nobody(session: Session) -> None:
    cora, other = colleague(session), colleague(session)
    scheme = session.get_one(Scheme, cora.scheme_id)
    household = make_household(session, scheme=scheme, first_name="Quokka", last_name="Quokka")
    make_task(session, scheme, party=household, created_at=at(MONDAY, 1))
    _match(session, scheme, MatchState.PROPOSED)
    soon = at(MONDAY, 8) + timedelta(days=3)
    for meeting_at in (None, soon, soon + WEEK):
        _match(session, scheme, MatchState.ACCEPTED, meeting_at=meeting_at)
    digest.send_due(session, at(MONDAY, 8))
    of = {row.party_id: row.params for row in sent(session)}
    assert of[cora.id] == {
        "tasks": 1,
        "proposals": 1,
        "answers": 0,
        "to_arrange": 1,
        "meetings": 1,
        "households": 2,
    }
    assert set(of[other.id].values()) == {0}


def _match(session: Session, scheme: Scheme, state: MatchState, **overrides: Any) -> Match:
    return make_match(session, scheme=scheme, state=state, **overrides)


def test_the_mail_has_a_link_for_each_thing_that_waits_and_none_for_what_does_not(
    session: Session,
) -> None:
    cora = colleague(session, language="fr")
    counts = dict.fromkeys(("answers", "to_arrange", "meetings", "households"), "0")
    message = wording("digest")(
        Context(
            party=cora,
            scheme=session.get_one(Scheme, cora.scheme_id),
            now=at(MONDAY, 8),
            link="{}{}".format,
            code=str,
            base_url="https://palier.example",
            details={**counts, "tasks": "2", "proposals": "1"},
        )
    )
    assert message.links == (
        ("2 tasks", "https://palier.example/desk/#tasks"),
        ("1 proposal to look at", "https://palier.example/desk/matches?state=proposed"),
    )
