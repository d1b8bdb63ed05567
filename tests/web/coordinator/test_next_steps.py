from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_volunteer
from web.models import Household, Scheme, Screening, Staff, Volunteer
from web.models.vocabulary import HouseholdState, MatchState, VolunteerState
from web.services.clock import local_date

_CARD = re.compile(r'<section class="card next">(.*?)</section>', re.DOTALL)


def _next(client: Client, person: Volunteer | Household) -> str:
    """The first card of a file that says what happens next."""
    found = _CARD.search(client.get(f"/desk/{person.kind}s/{person.public_id}").text)
    return found[1] if found else ""


def _screen(session: Session, volunteer: Volunteer, cora: Staff, renew_on: date) -> None:
    volunteer.screening = Screening(
        seen_on=date(2024, 1, 1), checked_by_id=cora.id, passed=True, renew_on=renew_on
    )
    session.flush()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (MatchState.PROPOSED, "You decide"),
        (MatchState.APPROVED, "Both sides answer"),
        (MatchState.ACCEPTED, "Bring them together"),
        (MatchState.ACTIVE, "They meet"),
        (MatchState.PAUSED, "They meet"),
    ],
)
def test_what_a_match_waits_for_is_the_next_step_of_both_with_the_way_to_it(
    state: MatchState,
    said: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    match = make_match(session, scheme=scheme, state=state)
    for person in (match.volunteer, match.household):
        card = _next(client, person)
        assert said in card
        assert f"/desk/matches/{match.public_id}" in card


def test_whoever_is_free_waits_for_the_next_run(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ENDED)
    assert "Free for a household" in _next(client, match.volunteer)
    assert "Waits for a volunteer" in _next(client, match.household)
    assert 'href="/desk/runs"' in _next(client, match.volunteer)


def test_a_first_meeting_comes_before_a_proposal(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, capacity=2)
    for state in (MatchState.PROPOSED, MatchState.ACCEPTED):
        household = make_household(session, scheme=scheme)
        make_match(session, volunteer=volunteer, household=household, state=state)
    assert "Bring them together" in _next(client, volunteer)


@pytest.mark.parametrize(
    ("days", "said"),
    [(-1, "may not meet families with children"), (20, "It counts until"), (60, "")],
)
def test_an_extract_is_asked_for_again_before_its_last_day_and_after(
    days: int, said: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    _screen(session, volunteer, coordinator, local_date(datetime.now(UTC)) + timedelta(days=days))
    card = _next(client, volunteer)
    assert ("must be seen again" in card) is bool(said)
    assert said in card


def test_who_pauses_is_left_in_peace(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    back = make_household(
        session, scheme=scheme, state=HouseholdState.PAUSED, paused_until=date(2999, 5, 4)
    )
    assert "4 May 2999" in _next(client, back)
    volunteer = make_volunteer(session, scheme=scheme, state=VolunteerState.PAUSED)
    assert "Nobody is proposed until you resume" in _next(client, volunteer)


def test_what_is_missing_leads_to_where_it_is_written_down(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(
        session, scheme=scheme, state=HouseholdState.INTAKE, slots=0, languages={}
    )
    card = _next(client, household)
    edit = f"/desk/households/{household.public_id}/edit?fields="
    assert f'href="{edit}week"' in card
    assert f'href="{edit}languages"' in card
    volunteer = make_volunteer(
        session, scheme=scheme, state=VolunteerState.CONFIRMED, informed_at=None, capacity=0
    )
    card = _next(client, volunteer)
    assert f"/desk/volunteers/{volunteer.public_id}/edit?fields=limits" in card
    assert "<li>the information note, read</li>" in card


def test_nothing_is_next_for_who_has_left(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    assert not _next(client, make_household(session, scheme=scheme, state=HouseholdState.LEFT))
    assert not _next(client, make_volunteer(session, scheme=scheme, state=VolunteerState.LEFT))
