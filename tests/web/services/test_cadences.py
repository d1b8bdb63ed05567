from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff
from tests.web.services.test_follow_ups import MET_ON, active_match, ask, at, sent
from web.models import FollowUp, Match, Scheme
from web.models.vocabulary import MatchState, Side
from web.services import cadences, follow_ups, overdue_meetings
from web.services import follow_ups_by_hand as by_hand
from web.services.cadence import USUAL, Cadence
from web.services.errors import DateRefused, FollowUpChanged, TextChanged
from web.services.follow_ups_by_hand import Seen

SOONER = Cadence(("1w", "6w", "4m"), 3, 3, 8, 7)


def scheme_of(session: Session, match: Match) -> Scheme:
    return session.get_one(Scheme, match.scheme_id)


def save(session: Session, match: Match, wanted: Cadence, on: date, **more: Any) -> cadences.Effect:
    scheme = scheme_of(session, match)
    given = {"version": 0, "answer_days": 7, "actor": make_staff(session, scheme=scheme), **more}
    return cadences.save(session, scheme, wanted, now=at(on), **given)


def planned(session: Session, side: Side = Side.HOUSEHOLD) -> dict[str, date]:
    """What is still to be asked."""
    rows = session.scalars(
        select(FollowUp)
        .where(FollowUp.side == side, FollowUp.asked_at.is_(None), FollowUp.skipped_at.is_(None))
        .order_by(FollowUp.due_on)
    )
    return {row.step: row.due_on for row in rows}


def row(session: Session, step: str, side: Side = Side.HOUSEHOLD) -> FollowUp:
    found = select(FollowUp).where(FollowUp.step == step, FollowUp.side == side)
    return session.scalars(found.execution_options(populate_existing=True)).one()


def seen(question: FollowUp) -> Seen:
    skipped = question.skipped_at is not None
    return Seen(question.side, question.step, question.due_on, skipped)


def test_a_match_is_asked_by_its_scheme_and_another_scheme_by_its_own(session: Session) -> None:
    match = make_match(session, state=MatchState.ACTIVE, first_meeting_on=MET_ON)
    save(session, match, SOONER, MET_ON)
    follow_ups.on_first_meeting(session, match, at(MET_ON))
    assert list(planned(session)) == ["1w", "6w", "4m"]
    other = active_match(session)
    assert [r.step for r in session.scalars(select(FollowUp).filter_by(match_id=other.id))] == [
        *("2w", "6w", "3m", "6m") * 2
    ]


def test_a_reminder_and_the_alarms_keep_to_the_days_of_the_scheme(session: Session) -> None:
    match = active_match(session)
    save(session, match, SOONER, MET_ON)
    # Of another scheme, by the usual days; asked on the same day.
    active_match(session, MET_ON - timedelta(days=7))
    assert ask(session, at(MET_ON + timedelta(days=7))) == 4
    assert follow_ups.remind(session, at(MET_ON + timedelta(days=9), 23)) == 0
    assert follow_ups.remind(session, at(MET_ON + timedelta(days=10), 0)) == 2
    assert follow_ups.mark_silent(session, at(MET_ON + timedelta(days=14), 23)) == 0
    assert follow_ups.mark_silent(session, at(MET_ON + timedelta(days=15), 0)) == 2
    waiting = {"state": MatchState.ACCEPTED, "accepted_at": at(MET_ON)}
    make_match(session, scheme=scheme_of(session, match), **waiting)
    make_match(session, **waiting)
    assert overdue_meetings.alarm(session, at(MET_ON + timedelta(days=7), 0)) == 1


def test_a_new_cadence_says_and_does_the_same_to_what_is_planned(session: Session) -> None:
    match = active_match(session)
    day = MET_ON + timedelta(days=20)
    follow_ups.ask_due(session, at(day))
    scheme = scheme_of(session, match)
    said = cadences.effect(session, scheme.id, SOONER, day)
    assert (len(said.dropped), len(said.added), said.kept, said.matches) == (4, 2, 2, 1)
    assert save(session, match, SOONER, day) == said
    # The week after the first meeting has gone by, and nobody is asked for it now.
    assert planned(session) == {"6w": date(2026, 5, 1), "4m": date(2026, 7, 20)}
    assert planned(session, Side.VOLUNTEER) == planned(session)
    again = cadences.effect(session, scheme.id, SOONER, day)
    assert (again.dropped, again.added) == ([], [])


def test_a_new_cadence_leaves_another_schemes_questions_alone(session: Session) -> None:
    match, other = active_match(session), active_match(session)
    effect = save(session, match, SOONER, MET_ON)
    assert (effect.matches, len(effect.dropped)) == (1, 6)
    theirs = session.scalars(select(FollowUp.step).where(FollowUp.match_id == other.id))
    assert set(theirs) == set(USUAL.first_steps)


def test_what_was_decided_by_hand_outlives_a_new_cadence(session: Session) -> None:
    match = active_match(session)
    cora, now = make_staff(session, scheme_id=match.scheme_id), at(MET_ON)
    on = date(2026, 7, 3)
    by_hand.move(session, match, seen=seen(row(session, "3m")), on=on, actor=cora, now=now)
    by_hand.skip(session, match, seen=seen(row(session, "2w")), actor=cora, now=now)
    effect = save(session, match, SOONER, MET_ON)
    assert effect.by_hand == 2
    assert planned(session)["3m"] == on
    assert row(session, "2w").skipped_at == now


def test_a_new_cadence_leaves_what_is_due_today_and_asks_nothing_anew(session: Session) -> None:
    match = active_match(session)
    cora, day = make_staff(session, scheme_id=match.scheme_id), MET_ON + timedelta(days=14)
    assert (
        row(session, "2w").id not in cadences.effect(session, match.scheme_id, SOONER, day).dropped
    )
    soon = day + timedelta(days=1)
    six = seen(row(session, "6w"))
    by_hand.move(session, match, seen=six, on=soon, actor=cora, now=at(MET_ON))
    follow_ups.ask_due(session, at(soon))
    assert cadences.effect(session, match.scheme_id, USUAL, soon).added == []


def test_what_a_sweep_asks_while_a_cadence_is_saved_stays_asked(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    match = active_match(session)
    day, read = row(session, "2w").due_on, cadences.effect

    def then_swept(*given: Any) -> cadences.Effect:
        found = read(*given)
        follow_ups.ask_due(session, at(day))
        return found

    monkeypatch.setattr(cadences, "effect", then_swept)
    save(session, match, SOONER, day - timedelta(days=1))
    assert row(session, "2w").asked_at == at(day)


def test_the_long_tail_goes_on_by_the_new_months(session: Session) -> None:
    match = active_match(session)
    for days in (14, 42, 92, 190):
        follow_ups.ask_due(session, at(MET_ON + timedelta(days=days)))
    assert list(planned(session)) == ["12m"]
    save(session, match, SOONER, MET_ON + timedelta(days=191))
    assert planned(session) == {"7m": date(2026, 10, 20)}
    follow_ups.ask_due(session, at(date(2026, 10, 20)))
    assert planned(session) == {"10m": date(2027, 1, 20)}


def test_the_second_of_two_who_save_a_cadence_is_told(session: Session) -> None:
    match = active_match(session)
    save(session, match, SOONER, MET_ON)
    with pytest.raises(TextChanged):
        save(session, match, USUAL, MET_ON)
    save(session, match, USUAL, MET_ON, version=1, answer_days=12)
    assert scheme_of(session, match).answer_days == 12
    assert cadences.in_force(session, match.scheme_id) == USUAL


def test_a_question_that_was_moved_is_asked_on_its_new_day_only(session: Session) -> None:
    match = active_match(session)
    cora, on = make_staff(session, scheme_id=match.scheme_id), MET_ON + timedelta(days=17)
    by_hand.move(session, match, seen=seen(row(session, "2w")), on=on, actor=cora, now=at(MET_ON))
    follow_ups.ask_due(session, at(MET_ON + timedelta(days=16)))
    assert sent(session) == ["follow_up volunteer"]
    follow_ups.ask_due(session, at(on, 0))
    assert sent(session) == ["follow_up volunteer", "follow_up household"]
    event = match.events[-1]
    assert (event.reason, event.actor_id) == ("question_moved", cora.id)
    assert event.note == f"household {MET_ON + timedelta(days=14)} {on}"


def test_a_question_that_was_left_out_is_not_asked(session: Session) -> None:
    match = active_match(session)
    cora, question = make_staff(session, scheme_id=match.scheme_id), row(session, "2w")
    by_hand.skip(session, match, seen=seen(question), actor=cora, now=at(MET_ON))
    follow_ups.ask_due(session, at(question.due_on))
    assert sent(session) == ["follow_up volunteer"]


def test_nothing_is_moved_or_put_back_to_a_day_gone_by_nor_once_the_match_is_over(
    session: Session,
) -> None:
    match = active_match(session)
    cora, question = make_staff(session, scheme_id=match.scheme_id), row(session, "2w")
    day = question.due_on
    with pytest.raises(DateRefused):
        by_hand.move(session, match, seen=seen(question), on=MET_ON, actor=cora, now=at(MET_ON))
    by_hand.skip(session, match, seen=seen(question), actor=cora, now=at(MET_ON))
    with pytest.raises(DateRefused):
        by_hand.restore(session, match, seen=seen(row(session, "2w")), actor=cora, now=at(day))
    match.state = MatchState.ENDED
    with pytest.raises(FollowUpChanged):
        by_hand.skip(session, match, seen=seen(row(session, "6w")), actor=cora, now=at(day))


def test_leaving_out_the_last_question_plans_the_one_after_and_can_be_taken_back(
    session: Session,
) -> None:
    match = active_match(session)
    cora, day = make_staff(session, scheme_id=match.scheme_id), MET_ON + timedelta(days=100)
    follow_ups.ask_due(session, at(day))
    assert list(planned(session)) == ["6m"]
    by_hand.skip(session, match, seen=seen(row(session, "6m")), actor=cora, now=at(day))
    assert list(planned(session)) == ["12m"]
    # A new cadence does not forget it either.
    effect = cadences.effect(session, match.scheme_id, USUAL, day)
    assert (effect.dropped, effect.added) == ([], [])
    by_hand.restore(session, match, seen=seen(row(session, "6m")), actor=cora, now=at(day))
    assert list(planned(session)) == ["6m", "12m"]
    assert row(session, "6m").planned_on is None


def test_who_acts_on_what_was_asked_or_moved_meanwhile_is_told(session: Session) -> None:
    match = active_match(session)
    cora, on = make_staff(session, scheme_id=match.scheme_id), MET_ON + timedelta(days=30)
    as_it_was = seen(row(session, "2w"))
    by_hand.move(session, match, seen=as_it_was, on=on, actor=cora, now=at(MET_ON))
    with pytest.raises(FollowUpChanged):
        by_hand.skip(session, match, seen=as_it_was, actor=cora, now=at(MET_ON))
    follow_ups.ask_due(session, at(on))
    with pytest.raises(FollowUpChanged):
        by_hand.skip(session, match, seen=seen(row(session, "2w")), actor=cora, now=at(on))


def test_after_a_long_pause_the_next_question_is_not_due_at_once(session: Session) -> None:
    active_match(session)
    day = MET_ON + timedelta(days=600)
    assert follow_ups.ask_due(session, at(day)) == 2
    assert follow_ups.ask_due(session, at(day + timedelta(days=1))) == 0
    assert list(planned(session)) == ["24m"]
