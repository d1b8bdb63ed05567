"""What a scheme asks of its own in a yearly evaluation, its meeting, and late answers."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_scheme, make_staff, make_volunteer
from tests.web.services.test_evaluations import CLOSES, OPENS, answers, at, lived, opened, planned
from web.models import EvaluationRound, Minutes, Scheme
from web.models.vocabulary import RoundState, Side
from web.queries import evaluation, rounds
from web.services import evaluations, meeting_records, own_questions
from web.services.errors import RoundBegun, RoundNotBegun, TextChanged

DAY = timedelta(days=1)


def asked(session: Session) -> EvaluationRound:
    """An open round of one match, with a question of the scheme's own in two languages."""
    found = planned(session)
    lived(session, session.get_one(Scheme, found.scheme_id))
    own_questions.save(session, found, "fr", ["Nous cuisinons ensemble."])
    own_questions.save(session, found, "en", ["We cook together."])
    evaluations.open_round(session, found, at(OPENS))
    return found


def give(session: Session, found: EvaluationRound, mark: int, on: date) -> None:
    row = next(one for one in answers(session) if one.side is Side.HOUSEHOLD)
    evaluations.answer(
        session,
        row,
        still_meet=True,
        satisfaction=None,
        outcomes={},
        own_marks={"1": mark},
        comment="",
        now=at(on),
    )


def test_an_own_question_is_read_in_the_readers_language_else_the_schemes(session: Session) -> None:
    found = asked(session)
    row = answers(session)[0]
    assert own_questions.asked_in(session, row, "fr") == {"1": ("Nous cuisinons ensemble.", "fr")}
    assert own_questions.asked_in(session, row, "ar") == {"1": ("We cook together.", "en")}
    words = rounds.own_questions(session, found)[0].words
    assert own_questions.read_in({"fr": words["fr"]}, "ar", "en")[1] == "fr"


def test_an_own_question_goes_once_no_language_says_it_and_stays_once_people_answer(
    session: Session,
) -> None:
    found = planned(session)
    own_questions.save(session, found, "fr", ["Un", "Deux"])
    own_questions.save(session, found, "nl", ["Eén"])
    own_questions.save(session, found, "fr", ["", ""])
    assert [row.words for row in rounds.own_questions(session, found)] == [{"nl": "Eén"}]
    evaluations.open_round(session, found, at(OPENS))
    with pytest.raises(RoundBegun):
        own_questions.save(session, found, "nl", ["Anders"])


def test_its_figures_and_its_words_are_frozen_with_the_others(session: Session) -> None:
    found = asked(session)
    give(session, found, 5, OPENS + DAY)
    evaluations.close_round(session, found, at(CLOSES))
    answers(session)[1].own_marks = {"1": 1}
    rounds.own_questions(session, found)[0].words = {"en": "Something else."}
    session.flush()
    shown = evaluation.figures(session, found, CLOSES, for_reader=False)
    assert shown.sides["household"].own == {"1": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 1}}
    assert shown.own_words["1"]["fr"] == "Nous cuisinons ensemble."
    for_reader = evaluation.figures(session, found, CLOSES, for_reader=True)
    assert for_reader.sides["household"].own["1"]["5"] is None


def test_after_the_last_day_late_answers_count_for_a_week_and_then_no_more(
    session: Session,
) -> None:
    found = asked(session)

    def state() -> RoundState:
        return found.state

    evaluations.close_due(session, at(CLOSES, 23))
    assert state() is RoundState.OPEN
    evaluations.close_due(session, at(CLOSES + DAY, 0))
    assert state() is RoundState.CLOSING
    before = found.closes_on
    assert evaluations.remind(session, at(CLOSES + DAY)) == 0
    give(session, found, 4, CLOSES + 7 * DAY)
    evaluations.close_due(session, at(CLOSES + 7 * DAY, 23))
    assert state() is RoundState.CLOSING
    evaluations.close_due(session, at(CLOSES + 8 * DAY, 0))
    assert (state(), found.closes_on) == (RoundState.CLOSED, before)
    figures = evaluation.figures(session, found, CLOSES, for_reader=False)
    assert figures.sides["household"].turnout == {"invited": 1, "answered": 1}


def test_a_round_about_to_close_opens_again_with_a_later_last_day(session: Session) -> None:
    found = opened(session)
    evaluations.stop_asking(session, found, at(OPENS + DAY))
    assert (found.state, found.closes_on) == (RoundState.CLOSING, OPENS + DAY)
    scheme = session.get_one(Scheme, found.scheme_id)
    for closes_on, state in ((OPENS, RoundState.CLOSING), (CLOSES, RoundState.OPEN)):
        evaluations.plan(
            session, scheme, 2026, at(OPENS + 2 * DAY), opens_on=OPENS, closes_on=closes_on
        )
        assert found.state is state


def present(session: Session, found: EvaluationRound) -> set[int]:
    invited = rounds.volunteers(session, found)
    return {one.volunteer.id for one in invited if one.was_there}


def test_who_was_at_the_meeting_is_noted_and_put_right(session: Session) -> None:
    found = opened(session)
    there = [one.volunteer for one in rounds.volunteers(session, found)]
    stranger = make_volunteer(session, scheme_id=found.scheme_id)
    names = {there[0].public_id, stranger.public_id}
    assert meeting_records.note_attendance(session, found, names, at(OPENS)) == 1
    assert meeting_records.note_attendance(session, found, names, at(OPENS)) == 1
    assert present(session, found) == {there[0].id}
    assert meeting_records.note_attendance(session, found, set(), at(OPENS)) == 0
    assert present(session, found) == set()
    with pytest.raises(RoundNotBegun):
        meeting_records.note_attendance(session, planned(session), names, at(OPENS))


def test_who_was_there_last_year_stays_so_whatever_is_noted_this_year(session: Session) -> None:
    found = opened(session)
    scheme = session.get_one(Scheme, found.scheme_id)
    dates = {"opens_on": date(2027, 1, 4), "closes_on": date(2027, 1, 25)}
    next_one = evaluations.plan(session, scheme, 2027, at(OPENS), **dates)
    evaluations.open_round(session, next_one, at(date(2027, 1, 4)))
    names = {one.volunteer.public_id for one in rounds.volunteers(session, found)}
    for one in (found, next_one):
        meeting_records.note_attendance(session, one, names, at(OPENS))
    meeting_records.note_attendance(session, next_one, set(), at(OPENS))
    assert (len(present(session, found)), present(session, next_one)) == (1, set())


def test_minutes_are_kept_encrypted_and_the_second_writer_is_told(session: Session) -> None:
    found = opened(session)
    cora = make_staff(session, scheme_id=found.scheme_id)
    save = partial(meeting_records.save_minutes, session, found, actor=cora, now=at(OPENS))
    save("We meet more.", version=0)
    with pytest.raises(TextChanged):
        save("We meet less.", version=0)
    save("We meet much more.", version=1)
    kept = session.scalars(select(Minutes).order_by(Minutes.version)).all()
    assert [row.text for row in kept] == ["We meet more.", "We meet much more."]
    raw = session.connection().exec_driver_sql("SELECT text FROM minutes").scalars().all()
    assert not any("We meet" in text for text in raw)


def test_another_schemes_round_has_neither_its_people_nor_its_questions(session: Session) -> None:
    asked(session)
    other = planned(session, make_scheme(session))
    assert rounds.own_questions(session, other) == []
    assert rounds.volunteers(session, other) == []
    assert rounds.silent(session, other).total == 0
