from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_match
from web.models import FollowUp, Match, Scheme, SchemeCadence, Staff
from web.models.vocabulary import MatchState, Side
from web.services import clock, follow_ups

TODAY = clock.local_date(datetime.now(UTC))
GOOD = {
    "steps-0-number": "1",
    "steps-0-unit": "w",
    "steps-1-number": "2",
    "steps-1-unit": "m",
    "tail_months": "4",
    "remind_after_days": "3",
    "silent_after_days": "10",
    "meeting_alarm_days": "12",
    "answer_days": "9",
}
pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def match(session: Session, scheme: Scheme) -> Match:
    met_on = TODAY - timedelta(days=3)
    found = make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=met_on)
    follow_ups.on_first_meeting(session, found, datetime.now(UTC))
    session.commit()
    return found


def saved(session: Session) -> list[SchemeCadence]:
    return list(session.scalars(select(SchemeCadence)))


def test_a_cadence_is_seen_before_it_is_saved(
    client: Client, session: Session, coordinator: Staff, match: Match
) -> None:
    nothing = {f"steps-{row}-number": "" for row in range(2, 8)}
    tried = client.fill("/desk/cadence", **GOOD, **nothing)
    assert "8 planned questions are not asked any more." in tried.text
    assert "4 questions are added." in tried.text
    assert saved(session) == []
    client.post("/desk/cadence", data=main_form(tried.text).values)
    assert [row.first_steps for row in saved(session)] == [["1w", "2m"]]
    steps = session.scalars(select(FollowUp.step).where(FollowUp.side == Side.HOUSEHOLD)).all()
    assert sorted(steps) == ["1w", "2m"]


def test_saving_what_was_not_looked_at_shows_it_first(
    client: Client, session: Session, coordinator: Staff
) -> None:
    answer = client.press("/desk/cadence", **GOOD, version="0")
    assert answer.status_code == 422
    assert "Nothing is saved yet." in answer.text
    assert saved(session) == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"steps-0-number": "99"}, "Please give a number from 1 to 26."),
        ({"steps-1-number": "9" * 400}, "Please give a number from 1 to 36."),
        ({"steps-1-unit": "w"}, "Please give the last question in months"),
        ({"steps-1-number": "1", "steps-1-unit": "w"}, "less than a week apart"),
        ({"silent_after_days": "2"}, "Please give a number from 7 to 60."),
        ({"remind_after_days": "12"}, "This must be later than the day on which we ask once more."),
        ({"answer_days": ""}, "Please fill this in."),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_stays_typed(
    client: Client, coordinator: Staff, wrong: dict[str, str], sentence: str
) -> None:
    answer = client.press("/desk/cadence/preview", **{**GOOD, **wrong})
    assert answer.status_code == 422
    assert sentence in answer.text
    typed = main_form(answer.text).values
    assert {name: typed[name] for name in GOOD} == {**GOOD, **wrong}


def test_a_question_is_moved_left_out_and_put_back_on_the_page_of_its_match(
    client: Client, session: Session, coordinator: Staff, match: Match
) -> None:
    path = f"/desk/matches/{match.public_id}"
    question = session.scalars(
        select(FollowUp).where(FollowUp.step == "6w", FollowUp.side == Side.VOLUNTEER)
    ).one()
    which = {"side": "volunteer", "step": "6w", "version": str(match.version)}
    first = question.due_on
    later = first + timedelta(days=2)
    seen = first.isoformat()
    client.press(f"{path}/question/move", **which, seen=seen, on=later.isoformat())
    assert question.due_on == later
    assert "moved by hand from" in client.get(path).text
    client.press(f"{path}/question/skip", **which, seen=later.isoformat())
    assert question.skipped_at is not None
    assert "a question was left out by hand" in client.get(path).text.casefold()
    stale = client.press(f"{path}/question/skip", **which, seen=seen)
    assert stale.status_code == 409
    client.press(f"{path}/question/restore", **which, seen=later.isoformat(), skipped="1")
    assert question.due_on == first
    assert (
        'badge warn"><span class="icon" aria-hidden="true">'
        not in client.get(path).text.partition('id="ahead"')[2].partition("</section>")[0]
    )
    wrong = client.press(f"{path}/question/move", **which, seen=seen, on="2020-01-01")
    assert wrong.status_code == 422
    assert "Please give a day that is still to come." in wrong.text
