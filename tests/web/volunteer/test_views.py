"""A volunteer's own pages, one step after the other."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form, readable
from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.models import Match, MatchEvent, Notification, Task, Volunteer
from web.models.vocabulary import (
    AgeBand,
    Answer,
    Delivery,
    HelpCategory,
    MatchState,
    TaskKind,
    VolunteerState,
)
from web.services import legal_note, matches

ANSWERS = {
    "offers": ["conversation", "meal"],
    "slots-5-0": "1",
    "max_distance_m": "5000",
    "capacity": "2",
    "age_band": "from_55",
    "gender": "",
    "step_free": "y",
}


def state_of(session: Session, row: Volunteer | Match) -> str:
    """As the database has it now."""
    session.refresh(row)
    return row.state.value


@pytest.fixture
def fresh(session: Session) -> Volunteer:
    """A volunteer who has just confirmed."""
    return make_volunteer(
        session,
        state=VolunteerState.CONFIRMED,
        informed_at=None,
        note_version=None,
        questionnaire_at=None,
        trained_at=None,
        ready_at=None,
        offers=(),
        slots=0,
    )


def test_the_path_shows_one_next_step_at_a_time(
    client: Client, session: Session, fresh: Volunteer
) -> None:
    client.sign_in(fresh)
    assert "Read what the law wants" in client.get("/volunteer/").text
    client.press("/volunteer/note")
    assert "Tell us what you would like to do" in client.get("/volunteer/").text
    client.fill("/volunteer/questionnaire", **ANSWERS)
    assert "We invite you to a training" in client.get("/volunteer/").text
    session.refresh(fresh)
    assert fresh.state is VolunteerState.INFORMED
    assert session.scalars(select(Task)).one().kind is TaskKind.VOLUNTEER_WAITING


def test_reading_the_note_keeps_its_date_and_version_and_opening_it_does_not(
    client: Client, session: Session, fresh: Volunteer
) -> None:
    client.sign_in(fresh)
    page = client.get("/volunteer/note").text
    for told in ("3 July 2005", "insure", "liability", "lump sum", "secrecy", "€44.02"):
        assert told in page
    session.refresh(fresh)
    assert fresh.informed_at is None
    client.press("/volunteer/note")
    session.refresh(fresh)
    assert fresh.informed_at is not None
    assert fresh.note_version == "1/2026"
    first = fresh.informed_at
    client.press("/volunteer/note")
    session.refresh(fresh)
    assert fresh.informed_at == first


def test_the_questionnaire_is_kept_and_shown_again_as_answered(
    client: Client, session: Session, fresh: Volunteer
) -> None:
    client.sign_in(fresh)
    client.fill("/volunteer/questionnaire", **ANSWERS)
    session.refresh(fresh)
    assert {row.category for row in fresh.offers} == {
        HelpCategory.CONVERSATION,
        HelpCategory.MEAL,
    }
    assert (fresh.slots, fresh.max_distance_m, fresh.capacity) == (1 << 15, 5000, 2)
    assert (fresh.age_band, fresh.gender) == (AgeBand.FROM_55, None)
    assert (fresh.step_free, fresh.only_women, fresh.no_children) == (True, False, False)
    shown = main_form(client.get("/volunteer/questionnaire").text).values
    assert {name: shown[name] for name in ANSWERS} == ANSWERS


def test_a_questionnaire_without_offers_or_time_says_so_and_keeps_the_rest(
    client: Client, session: Session, fresh: Volunteer
) -> None:
    client.sign_in(fresh)
    page = client.fill("/volunteer/questionnaire", **{**ANSWERS, "offers": None, "slots-5-0": None})
    assert "Please choose at least one." in page.text
    assert "at least one moment" in page.text
    assert main_form(page.text).values["max_distance_m"] == "5000"
    session.refresh(fresh)
    assert fresh.questionnaire_at is None


def test_a_ready_volunteer_takes_a_break_and_comes_back(client: Client, session: Session) -> None:
    volunteer = make_volunteer(session)
    client.sign_in(volunteer)
    client.press("/volunteer/pause")
    assert state_of(session, volunteer) == "paused"
    assert "on a break" in client.get("/volunteer/").text
    client.press("/volunteer/resume")
    assert state_of(session, volunteer) == "ready"


def test_someone_who_is_not_ready_cannot_pause_and_is_told_in_words(
    client: Client, fresh: Volunteer
) -> None:
    client.sign_in(fresh)
    response = client.press("/volunteer/pause")
    assert response.status_code == 409
    assert "cannot become" in response.text


def test_a_coordinator_has_no_volunteers_page(client: Client, session: Session) -> None:
    client.sign_in(make_staff(session))
    assert client.get("/volunteer/").status_code == 403


def test_a_volunteer_sees_own_matches_and_never_a_proposal(
    client: Client, session: Session
) -> None:
    volunteer = make_volunteer(session, capacity=3)
    for state, name in (
        (MatchState.PROPOSED, "Proposa"),
        (MatchState.APPROVED, "Approva"),
        (MatchState.ACTIVE, "Activa"),
    ):
        household = make_household(
            session, scheme_id=volunteer.scheme_id, first_name=name, last_name="Surname"
        )
        make_match(session, volunteer=volunteer, household=household, state=state)
    other = make_match(session, state=MatchState.ACTIVE)
    client.sign_in(volunteer)
    page = client.get("/volunteer/").text
    assert "Approva" in page
    assert "Activa" in page
    assert "Proposa" not in page
    assert "Surname" not in page
    assert client.get(f"/volunteer/matches/{other.public_id}").status_code == 404


def test_a_volunteer_sees_no_match_whose_approval_can_still_be_undone(
    client: Client, session: Session, now: datetime
) -> None:
    match = make_match(session, state=MatchState.APPROVED, asked_at=now + timedelta(minutes=9))
    client.sign_in(match.volunteer)
    path = f"/volunteer/matches/{match.public_id}"
    assert match.household.first_name not in client.get("/volunteer/").text
    assert client.get(path).status_code == 404
    assert client.press(path, answer="yes").status_code == 404
    match.asked_at = now
    assert match.household.first_name in client.get("/volunteer/").text
    assert client.get(path).status_code == 200


def test_a_volunteer_reads_little_of_the_other_side_and_says_yes(
    client: Client, session: Session
) -> None:
    match = make_match(session, state=MatchState.APPROVED)
    match.household.alias = "Hana"
    client.sign_in(match.volunteer)
    path = f"/volunteer/matches/{match.public_id}"
    page = client.get(path).text
    assert "Hana" in page
    for hidden in (match.household.first_name, "Ixelles", "1050", "Example", "on foot"):
        assert hidden not in readable(page.replace(match.volunteer.first_name, ""))
    client.press(path, answer="yes")
    session.refresh(match)
    assert match.volunteer_answer is Answer.YES
    assert "You said yes" in client.get(path).text


def test_a_no_needs_a_reason_and_then_declines(client: Client, session: Session) -> None:
    match = make_match(session, state=MatchState.APPROVED)
    client.sign_in(match.volunteer)
    path = f"/volunteer/matches/{match.public_id}"
    assert "choose why not" in client.press(path, answer="no").text
    assert state_of(session, match) == "approved"
    client.press(path, answer="no", reason="no_time")
    assert state_of(session, match) == "declined"


def test_a_no_by_mistake_is_taken_back_on_the_page_that_follows_it(
    client: Client, session: Session, now: datetime
) -> None:
    match = make_match(session)
    coordinator = make_staff(session, scheme_id=match.scheme_id)
    matches.approve(session, match, actor=coordinator, now=now - timedelta(days=1))
    for offered in session.scalars(select(Notification)):
        offered.status, offered.first_tried_at = Delivery.DONE, now
    client.sign_in(match.volunteer)
    path = f"/volunteer/matches/{match.public_id}"
    page = client.get(client.press(path, answer="no", reason="no_time").location).text
    assert f'action="{path}/undo"' in page
    client.press(f"{path}/undo")
    assert state_of(session, match) == "approved"
    assert "Would you like to meet?" in client.get(path).text
    # A second tap changes nothing.
    assert "Would you like to meet?" in client.get(client.press(f"{path}/undo").location).text
    client.press(path, answer="no", reason="no_time")
    session.execute(update(MatchEvent).values(at=now - timedelta(minutes=11)))
    assert "/undo" not in client.get(path).text
    client.press(f"{path}/undo")
    assert state_of(session, match) == "declined"
    assert "cannot be taken back any more" in client.get(path).text


@pytest.mark.parametrize(
    ("day", "per_day"),
    [
        (date(2024, 1, 1), "41.48"),
        (date(2024, 12, 31), "41.48"),
        (date(2026, 11, 1), "44.02"),
        (date(2031, 1, 1), "44.02"),
        (date(1999, 1, 1), "40.67"),
    ],
)
def test_the_ceilings_are_those_of_the_day(day: date, per_day: str) -> None:
    assert legal_note.ceilings_on(day).per_day == Decimal(per_day)


def test_who_is_ready_reads_what_happens_next_while_nobody_is_met(
    client: Client, session: Session
) -> None:
    vera = make_volunteer(session)
    client.sign_in(vera)
    next_step = "We look for a household near you"
    assert next_step in client.get("/volunteer/").text
    match = make_match(session, volunteer=vera, state=MatchState.ENDED)
    assert next_step in client.get("/volunteer/").text
    match.state = MatchState.ACTIVE
    assert next_step not in client.get("/volunteer/").text


def test_who_meets_already_is_not_told_what_they_could_do(client: Client, session: Session) -> None:
    vera = make_volunteer(session)
    client.sign_in(vera)
    match = make_match(session, volunteer=vera, state=MatchState.APPROVED)
    path = f"/volunteer/matches/{match.public_id}"
    assert "You could do this together" in client.get(path).text
    match.state = MatchState.ACTIVE
    assert "You could do this together" not in client.get(path).text
