"""Two colleagues act on one task, one household or one absence at once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_task
from tests.races import rounds
from tests.web.services.deeds import Deed, at_once, errors
from web.models import Household, Party, Scheme, Staff, Task
from web.services import absences, tasks
from web.services import caseload as caseloads
from web.services.clock import local_date
from web.services.errors import HouseholdEntrusted, TaskDone, TaskHandedOver

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
DAY = local_date(NOW)


def finishing(task_id: int, actor_id: int) -> Deed:
    def finish(session: Session) -> None:
        task, actor = session.get_one(Task, task_id), session.get_one(Party, actor_id)
        tasks.finish(session, task, actor, NOW)

    return finish


def handing(task_id: int, to_id: int, actor_id: int) -> Deed:
    def hand_over(session: Session) -> None:
        task, actor = session.get_one(Task, task_id), session.get_one(Party, actor_id)
        to = session.get_one(Party, to_id)
        tasks.hand_over(session, task, to, actor=actor, note="", version=1, now=NOW)

    return hand_over


def test_two_who_finish_one_task_are_told_who_was_first(
    engine: Engine, session: Session, scheme: Scheme, ana: Staff, bea: Staff
) -> None:
    for _ in rounds(session):
        task = make_task(session, scheme)
        deeds = [finishing(task.id, who.id) for who in (ana, bea)]
        names = {who.id: who.full_name for who in (ana, bea)}
        session.commit()
        (told,) = errors(at_once(engine, *deeds))
        session.expire_all()
        assert isinstance(told, TaskDone)
        assert (told.by, told.at) == (names[task.done_by_id or 0], NOW)


def test_of_two_hand_overs_at_once_the_second_is_refused(
    engine: Engine, session: Session, scheme: Scheme, ana: Staff, bea: Staff, cem: Staff
) -> None:
    for _ in rounds(session):
        task = make_task(session, scheme)
        deeds = [handing(task.id, cem.id, ana.id), handing(task.id, ana.id, bea.id)]
        session.commit()
        (told,) = errors(at_once(engine, *deeds))
        session.expire_all()
        assert isinstance(told, TaskHandedOver)
        assert task.version == 2
        assert task.handed_by is not None
        assert told.by == task.handed_by.full_name
        assert (task.handed_by_id, task.held_by_id) in {(ana.id, cem.id), (bea.id, ana.id)}


def entrusting(household_id: int, to_id: int, actor_id: int) -> Deed:
    def entrust(session: Session) -> None:
        household = session.get_one(Household, household_id)
        to, actor = session.get_one(Party, to_id), session.get_one(Party, actor_id)
        caseloads.entrust(session, household, to, actor, NOW, seen="")

    return entrust


def test_of_two_who_give_one_household_away_at_once_the_second_is_told(
    engine: Engine, session: Session, scheme: Scheme, ana: Staff, bea: Staff
) -> None:
    for _ in rounds(session):
        family = make_household(session, scheme=scheme)
        deeds = [entrusting(family.id, who.id, who.id) for who in (ana, bea)]
        names = {who.id: who.full_name for who in (ana, bea)}
        session.commit()
        (told,) = errors(at_once(engine, *deeds))
        session.expire_all()
        assert isinstance(told, HouseholdEntrusted)
        first = names[family.coordinator_id or 0]
        assert (told.by, told.at, told.to) == (first, NOW, first)


def test_two_who_send_each_other_away_on_one_day_leave_one_there(
    engine: Engine, session: Session, ana: Staff, bea: Staff
) -> None:
    for number in rounds(session):
        day = DAY + timedelta(days=number)
        pairs = [(ana.id, bea.id), (bea.id, ana.id)]
        session.commit()

        def going(pair: tuple[int, int], day: date = day) -> Deed:
            def go(own: Session) -> None:
                away, stand_in = (own.get_one(Party, who) for who in pair)
                absences.record(own, away, stand_in, from_on=day, until_on=day, actor=away, now=NOW)

            return go

        assert len(errors(at_once(engine, *map(going, pairs)))) == 1
