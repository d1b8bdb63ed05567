from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import (
    make_absence,
    make_household,
    make_match,
    make_policy,
    make_staff,
    make_volunteer,
)
from tests.web.coordinator.statements import counting
from web.models import Absence, FollowUp, Match, MatchRun, Scheme, Staff, Task
from web.models.vocabulary import MatchState, Progress, Side, TaskKind

MOST = 12
# More than a page of any list holds: one query a row would be seen.
ROWS = 60


def _populate(session: Session, scheme: Scheme, pairs: int) -> tuple[MatchRun, Match]:
    """As many matches, unserved households and tasks; one volunteer with all of the matches."""
    now = datetime.now(UTC)
    run = MatchRun(
        scheme_id=scheme.id,
        progress=Progress.DONE,
        created_at=now,
        finished_at=now,
        receipt={"entrants": {"volunteers": {}, "households": {}}},
        proven=True,
    )
    session.add(run)
    session.flush()
    busy = make_volunteer(session, scheme=scheme, capacity=3)
    away = absent(session, scheme, now.date())
    matches = []
    for number in range(pairs):
        volunteer = make_volunteer(session, scheme=scheme)
        household = make_household(
            session, scheme=scheme, members=[1990, 2015], coordinator_id=away.id
        )
        state = MatchState.PROPOSED if number % 2 else MatchState.APPROVED
        match = make_match(
            session, volunteer=volunteer, household=household, run_id=run.id, state=state
        )
        make_match(session, volunteer=busy, household=household, state=MatchState.ENDED)
        matches.append(match)
        run.waiting = [
            *run.waiting,
            {"household": household.public_id, "funnel": [], "relaxation": None},
        ]
        run.alternatives = {
            **run.alternatives,
            household.public_id: [{"volunteer": busy.public_id, "points": 5, "value": 5}],
        }
        session.add(
            Task(
                scheme_id=scheme.id,
                kind=TaskKind.SAD_FACE,
                dedupe_key=f"sad:{number}",
                party_id=volunteer.id,
                match_id=match.id,
                created_at=now,
            )
        )
        make_policy(session, scheme, saved_by_id=volunteer.id)
    first = matches[0]
    for week in range(pairs):
        session.add(
            FollowUp(
                scheme_id=scheme.id,
                match_id=first.id,
                party_id=first.volunteer_id,
                side=Side.VOLUNTEER,
                step=f"{week}w",
                due_on=date(2026, 1, 1) + timedelta(weeks=week),
            )
        )
    session.commit()
    return run, first


def absent(session: Session, scheme: Scheme, day: date) -> Staff:
    """A coordinator who is away, with a colleague who stands in."""
    away, stand_in = (make_staff(session, scheme=scheme) for _ in range(2))
    make_absence(session, away, stand_in, day, day + timedelta(days=1))
    return away


def test_no_page_of_the_desk_takes_more_than_twelve_queries_whatever_its_rows(
    engine: Engine,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    run, match = _populate(session, scheme, ROWS)
    # Insisting on the far one leaves the near one waiting, whose name takes a query too.
    make_household(session, scheme=scheme, members=[1990, 1991])
    waiting = make_household(session, scheme=scheme, latitude=50.8480)
    free = make_volunteer(session, scheme=scheme)
    task = session.scalars(select(Task).limit(1)).one()
    absence = session.scalars(select(Absence)).one()
    busiest = session.get_one(Match, match.id + 1).volunteer
    busiest_match = session.get_one(Match, match.id + 2)
    busiest = busiest_match.volunteer
    rejected = session.get_one(Match, match.id + 6)
    rejected.state = MatchState.REJECTED
    session.get_one(Match, match.id + 4).asked_at = datetime.now(UTC) + timedelta(minutes=5)
    pages = [
        "/desk/",
        "/desk/?whose=all",
        "/desk/queue",
        f"/desk/tasks/{task.public_id}",
        "/desk/absences",
        f"/desk/absences/{absence.public_id}/briefing",
        "/desk/volunteers",
        "/desk/households",
        "/desk/matches",
        "/desk/runs",
        "/desk/policy",
        f"/desk/runs/{run.public_id}",
        f"/desk/runs/{run.public_id}?page=after.{busiest_match.public_id}",
        f"/desk/runs/{run.public_id}?rejected={rejected.public_id}",
        f"/desk/runs/{run.public_id}/changes?mark=0.0&shown={busiest_match.public_id}",
        f"/desk/runs/{run.public_id}/waiting",
        f"/desk/runs/{run.public_id}/table",
        f"/desk/runs/{run.public_id}/map.json",
        f"/desk/matches/{match.public_id}",
        f"/desk/volunteers/{busiest.public_id}",
        f"/desk/households/{match.household.public_id}",
        client.press("/desk/search", q="vera").location,
        f"/desk/households/{waiting.public_id}/why?other={free.public_id}",
        f"/desk/volunteers/{busiest.public_id}/why?other={match.household.public_id}",
        f"/desk/households/{waiting.public_id}/change",
        "/desk/radar",
        "/desk/radar/poster?area=Ixelles&language=fr&slots=1",
    ]
    taken = {}
    for page in pages:
        with counting(engine) as statements:
            answer = client.get(page)
        assert answer.status_code == 200, page
        taken[page.replace(run.public_id, "RUN")] = len(statements.sent)
    assert {page: count for page, count in taken.items() if count > MOST} == {}
