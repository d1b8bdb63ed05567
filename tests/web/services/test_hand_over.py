"""Whose a task is: handed over, in somebody's caseload, or with who stands in."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.factories import make_absence, make_household, make_match, make_task
from web.models import Household, Party, Scheme, Staff, Task, keyring
from web.models.vocabulary import HouseholdState
from web.queries import caseload, queue
from web.queries.queue import Whose
from web.services import absences, households, staff, tasks
from web.services import caseload as caseloads
from web.services.clock import local_date
from web.services.errors import AbsenceClash

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
DAY = local_date(NOW)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def mine(session: Session, me: Party, day: date = DAY) -> list[int]:
    found = queue.queue(session, Whose.MINE, me, day)
    assert found.stamp == queue.stamp(session, Whose.MINE, me, day)
    assert found.page.total == len(found.page.rows)
    return [task.id for task in found.page.rows]


def hand(session: Session, task: Task, to: Party, actor: Party, note: str = "") -> None:
    tasks.hand_over(session, task, to, actor=actor, note=note, version=None, now=NOW)


def test_what_was_handed_over_comes_first_and_leaves_everybody_elses_list(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff, cem: Staff
) -> None:
    old = make_task(session, scheme, created_at=NOW - days(9))
    new = make_task(session, scheme, created_at=NOW, snoozed_until=DAY + days(7))
    hand(session, new, bea, ana, "She prefers to be called at noon.")
    assert mine(session, bea) == [new.id, old.id]
    assert mine(session, ana) == mine(session, cem) == [old.id]
    everybodys = queue.queue(session, Whose.ALL, ana, DAY)
    assert [task.id for task in everybodys.page.rows] == [old.id, new.id]
    assert (new.handed_by_id, new.handed_at) == (ana.id, NOW)


def test_the_note_of_a_hand_over_is_not_readable_in_the_database(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff
) -> None:
    task = make_task(session, scheme)
    hand(session, task, bea, ana, "At noon.")
    assert task.handed_note == "At noon."
    assert keyring.is_newest(str(session.scalar(text("SELECT handed_note FROM task"))))


def test_a_task_belongs_to_the_households_coordinator_also_by_its_match(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    caseloads.entrust(session, match.household, bea, ana, NOW)
    by_match = make_task(session, scheme, match=match, party=match.volunteer)
    by_party = make_task(session, scheme, party=match.household)
    nobodys = make_task(session, scheme, party=match.volunteer)
    assert mine(session, bea) == [by_match.id, by_party.id, nobodys.id]
    assert mine(session, ana) == [nobodys.id]
    caseloads.entrust(session, match.household, None, ana, NOW)
    assert mine(session, ana) == [by_match.id, by_party.id, nobodys.id]


def test_who_begins_the_intake_is_the_households_coordinator(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff
) -> None:
    new, known = (
        make_household(session, scheme=scheme, state=HouseholdState.REFERRED) for _ in range(2)
    )
    known.coordinator_id = bea.id
    for household in (new, known):
        households.start_intake(session, household, ana, NOW)
    assert (new.coordinator_id, known.coordinator_id) == (ana.id, bea.id)


def test_work_moves_to_the_stand_in_for_these_days_and_comes_back(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff, cem: Staff
) -> None:
    family = make_household(session, scheme=scheme, coordinator_id=ana.id)
    task = make_task(session, scheme, party=family)
    first, last = DAY + days(1), DAY + days(3)
    absences.record(session, ana, bea, from_on=first, until_on=last, actor=cem, now=NOW)
    who_has_it = {
        DAY + days(number): [
            who for who in (ana, bea, cem) if task.id in mine(session, who, DAY + days(number))
        ]
        for number in range(5)
    }
    assert who_has_it == {
        DAY: [ana],
        first: [bea],
        DAY + days(2): [bea],
        last: [bea],
        DAY + days(4): [ana],
    }


def test_who_comes_back_early_has_everything_again(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff
) -> None:
    task = make_task(session, scheme, held_by=ana)
    begun = make_absence(session, ana, bea, DAY - days(2), DAY + days(5))
    assert mine(session, bea) == [task.id]
    absences.end(session, begun, ana, NOW)
    assert (mine(session, ana), mine(session, bea)) == ([task.id], [])
    assert begun.until_on == DAY - days(1)
    absences.end(session, begun, ana, NOW + days(9))
    assert begun.until_on == DAY - days(1)


def test_an_absence_that_never_began_is_forgotten(session: Session, ana: Staff, bea: Staff) -> None:
    absences.end(session, make_absence(session, ana, bea, DAY, DAY), ana, NOW)
    absences.record(session, ana, bea, from_on=DAY, until_on=DAY, actor=ana, now=NOW)


def test_what_somebody_had_who_left_the_staff_is_everybodys(
    session: Session, scheme: Scheme, ana: Staff, bea: Staff, cem: Staff
) -> None:
    task = make_task(session, scheme, held_by=ana)
    assert mine(session, bea) == []
    staff.close(session, ana, NOW)
    assert mine(session, bea) == mine(session, cem) == [task.id]


@pytest.mark.parametrize(
    ("away", "stand_in", "told"),
    [
        ("ana", "cem", ("ana", "")),
        ("cem", "ana", ("ana", "")),
        ("bea", "cem", ("bea", "ana")),
    ],
    ids=["away already", "the stand-in is away", "stands in for somebody"],
)
def test_nobodys_work_is_passed_on_twice(
    away: str,
    stand_in: str,
    told: tuple[str, str],
    session: Session,
    ana: Staff,
    bea: Staff,
    cem: Staff,
) -> None:
    people = {"ana": ana, "bea": bea, "cem": cem}
    make_absence(session, ana, bea, DAY, DAY + days(6))

    def record(from_on: date) -> None:
        absences.record(
            session,
            people[away],
            people[stand_in],
            from_on=from_on,
            until_on=from_on,
            actor=cem,
            now=NOW,
        )

    with pytest.raises(AbsenceClash) as refused:
        record(DAY + days(6))
    names = {"": "", **{name: person.full_name for name, person in people.items()}}
    assert (refused.value.who, refused.value.stands_in_for) == tuple(names[name] for name in told)
    record(DAY + days(7))


def test_a_briefing_holds_what_is_theirs_and_nothing_else(
    session: Session, scheme: Scheme, ana: Staff
) -> None:
    waits = make_household(session, scheme=scheme, coordinator_id=ana.id)
    make_household(session, scheme=scheme)
    task = make_task(session, scheme, party=waits, snoozed_until=DAY + days(7))
    make_task(session, scheme)
    match = make_match(session, household=waits)
    make_match(session, scheme=scheme)
    found = caseload.of(session, ana, DAY)
    assert [one.id for one in found.tasks] == [task.id]
    assert [one.id for one in found.waiting] == [waits.id]
    live = [one.id for matches in found.matches.values() for one in matches]
    assert (live, list(found.silent)) == ([match.id], [])


def test_a_household_of_another_scheme_gives_nobody_a_task(session: Session, ana: Staff) -> None:
    elsewhere = make_household(session)
    make_task(session, session.get_one(Scheme, elsewhere.scheme_id), party=elsewhere)
    assert isinstance(elsewhere, Household)
    assert [one.scheme_id for one in caseload.of(session, ana, DAY).tasks] == []
