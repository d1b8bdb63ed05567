"""Deciding by hand on the desk's pages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import Household, Match, MatchRun, NeverPair, Pin, Scheme, Staff, Volunteer
from web.models.vocabulary import HouseholdState, Level, MatchState, Progress, VolunteerState
from web.services.clock import local_date

TODAY = local_date(datetime.now(UTC))


@pytest.fixture
def volunteer(session: Session, scheme: Scheme) -> Volunteer:
    """Speaks no language of the family."""
    return make_volunteer(
        session,
        scheme=scheme,
        first_name="Vera",
        last_name="",
        languages={"de": Level.NATIVE},
    )


@pytest.fixture
def family(session: Session, scheme: Scheme) -> Household:
    return make_household(session, scheme=scheme, first_name="Hana", last_name="")


@pytest.fixture
def pair(volunteer: Volunteer, family: Household) -> dict[str, str]:
    return {"volunteer": volunteer.public_id, "household": family.public_id}


def _page(client: Client, pair: dict[str, str]) -> str:
    return client.get(f"/desk/households/{pair['household']}/why?other={pair['volunteer']}").text


def test_a_broken_rule_asks_for_a_reason_at_its_field_and_the_match_says_why(
    session: Session, client: Client, coordinator: Staff, pair: dict[str, str]
) -> None:
    answer = client.press("/desk/matches", **pair, note="They use an app.")
    assert answer.status_code == 422
    assert 'id="insist-reason-error"' in answer.text
    assert "They use an app." in answer.text
    assert session.scalars(select(Match)).all() == []

    client.press("/desk/matches", **pair, reason="talked_over", note="They use an app.")
    match = session.scalars(select(Match)).one()
    page = client.get(f"/desk/matches/{match.public_id}").text
    assert "No shared language." in page
    assert "Because: we talked it over with both" in page
    assert "They use an app." in page


def test_a_nonsense_reason_proposes_nothing(
    session: Session, client: Client, coordinator: Staff, pair: dict[str, str]
) -> None:
    assert client.press("/desk/matches", **pair, reason="because").status_code == 422
    assert session.scalars(select(Match)).all() == []


def test_a_pin_shows_who_and_why_on_both_files_until_it_is_taken_away(
    session: Session, client: Client, coordinator: Staff, pair: dict[str, str]
) -> None:
    answer = client.press(
        "/desk/pairs/pin", **pair, side="household", reason="they_asked", note="From the library."
    )
    assert answer.status_code == 303
    for path in (
        f"/desk/households/{pair['household']}",
        f"/desk/volunteers/{pair['volunteer']}",
        answer.location,
    ):
        page = client.get(path).text
        assert "the two ask for each other" in page
        assert "From the library." in page
        assert coordinator.full_name in page
    client.press("/desk/pairs/unpin", **pair)
    assert session.scalars(select(Pin)).all() == []
    assert "From the library." not in _page(client, pair)


@pytest.mark.parametrize("step", ["pin", "forbid"])
def test_without_a_reason_nothing_is_decided_and_the_note_stays(
    session: Session, client: Client, coordinator: Staff, pair: dict[str, str], step: str
) -> None:
    answer = client.press(f"/desk/pairs/{step}", **pair, note="Half a thought.")
    assert answer.status_code == 422
    assert "Half a thought." in answer.text
    assert session.scalars(select(Pin)).all() == []
    assert session.scalars(select(NeverPair)).all() == []


def test_never_is_shown_with_who_said_it_and_nobody_can_propose_the_two(
    session: Session, client: Client, coordinator: Staff, pair: dict[str, str]
) -> None:
    never = {"said_by": "household", "reason": "conflict", "note": "A quarrel."}
    client.press("/desk/pairs/forbid", **pair, **never)
    for path in (f"/desk/households/{pair['household']}", f"/desk/volunteers/{pair['volunteer']}"):
        page = client.get(path).text
        assert "said by Hana" in page
        assert "A quarrel." in page
    assert "Propose all the same" not in _page(client, pair)
    answer = client.press("/desk/matches", **pair, reason="other")
    assert answer.status_code == 409
    assert "One of the two asked never to meet the other" in answer.text
    client.press("/desk/pairs/allow", **pair)
    assert "Propose all the same" in _page(client, pair)


def test_the_second_coordinator_reads_who_was_quicker_and_keeps_the_note(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, pair: dict[str, str]
) -> None:
    colleague = make_staff(session, scheme=scheme, first_name="Quick", last_name="Colleague")
    session.commit()
    client.sign_in(colleague)
    never = {"said_by": "scheme", "reason": "not_suited"}
    client.press("/desk/pairs/forbid", **pair, **never)
    client.sign_in(coordinator)
    answer = client.press("/desk/pairs/forbid", **pair, **never, note="A long thought.")
    assert answer.status_code == 409
    assert "Quick Colleague changed this" in answer.text
    assert "A long thought." in answer.text


@pytest.mark.parametrize("step", ["pin", "unpin", "forbid", "allow"])
def test_two_of_another_scheme_are_not_there(
    session: Session, client: Client, coordinator: Staff, family: Household, step: str
) -> None:
    stranger = make_volunteer(session, scheme=make_scheme(session))
    pair = {"volunteer": stranger.public_id, "household": family.public_id}
    answer = client.press(f"/desk/pairs/{step}", **pair, reason="other", said_by="scheme")
    assert answer.status_code == 404
    assert session.scalars(select(Pin)).all() == []
    assert session.scalars(select(NeverPair)).all() == []


def test_a_run_names_the_pins_that_it_could_not_keep(
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    pair: dict[str, str],
    now: object,
) -> None:
    run = MatchRun(
        scheme_id=scheme.id,
        progress=Progress.DONE,
        created_at=coordinator.created_at,
        unkept_pins=[{**pair, "broken": ["language"]}],
    )
    session.add(run)
    session.flush()
    page = client.get(f"/desk/runs/{run.public_id}").text
    assert "One pin could not be kept." in page
    assert "No shared language." in page


@pytest.mark.parametrize("kind", ["volunteer", "household"])
def test_a_pause_says_why_and_until_when(
    session: Session,
    client: Client,
    coordinator: Staff,
    pair: dict[str, str],
    family: Household,
    volunteer: Volunteer,
    kind: str,
) -> None:
    path = f"/desk/{kind}s/{pair[kind]}"
    wrong = client.press(f"{path}/pause", reason="away", until=TODAY.isoformat())
    assert wrong.status_code == 422
    assert "Please give a day that is still to come." in wrong.text
    assert client.press(f"{path}/pause").status_code == 422
    back = TODAY + timedelta(days=9)
    client.press(f"{path}/pause", reason="away", until=back.isoformat())
    person = volunteer if kind == "volunteer" else family
    assert person.state.value == "paused"
    assert "away for some time" in client.get(path).text
    assert "back by themselves on" in client.get(path).text
    client.press(f"{path}/resume")
    assert person.state in {VolunteerState.READY, HouseholdState.READY}


def test_closing_words_are_shown_and_an_end_by_mistake_is_taken_back(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=TODAY)
    path = f"/desk/matches/{match.public_id}"
    client.press(
        f"{path}/end",
        version=match.version,
        reason="goal_reached",
        household_said="We found friends.",
        household_heard="by_phone",
    )
    page = client.get(path).text
    assert "We found friends." in page
    assert "said by phone" in page
    client.press(f"{path}/reopen", version=match.version, note="Wrong family.")
    assert match.state is MatchState.ACTIVE
    page = client.get(path).text
    assert "it had been ended by mistake" in page
    assert "Wrong family." in page


def test_what_was_typed_at_an_end_that_came_too_late_is_shown(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=TODAY)
    path, seen = f"/desk/matches/{match.public_id}/end", match.version
    client.press(path, version=seen, reason="no_time")
    answer = client.press(
        path, version=seen, reason="goal_reached", volunteer_said="A fine year it was."
    )
    assert answer.status_code == 409
    assert "A fine year it was." in answer.text


def test_two_who_were_tried_can_be_proposed_anew_from_their_old_match(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    old = make_match(session, scheme=scheme, state=MatchState.DECLINED)
    page = client.get(f"/desk/matches/{old.public_id}").text
    here = f"/desk/households/{old.household.public_id}/why?other={old.volunteer.public_id}"
    assert here in page
    assert "Propose all the same" in client.get(here).text


def test_a_pair_with_everything_decided_takes_no_more_than_twelve_queries(
    engine: Engine, session: Session, client: Client, coordinator: Staff, pair: dict[str, str]
) -> None:
    client.press("/desk/pairs/forbid", **pair, said_by="household", reason="conflict")
    for path in (
        f"/desk/households/{pair['household']}/why?other={pair['volunteer']}",
        f"/desk/households/{pair['household']}",
        f"/desk/volunteers/{pair['volunteer']}",
    ):
        with counting(engine) as statements:
            client.get(path)
        assert len(statements.sent) <= 12, path


def test_two_are_pinned_and_ruled_out_on_the_page_of_their_match(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    here = f"/desk/matches/{match.public_id}"
    stands = {
        "volunteer": match.volunteer.public_id,
        "household": match.household.public_id,
        "match": match.public_id,
    }
    assert "Pin these two" in client.get(here).text
    assert client.press("/desk/pairs/pin", **stands, reason="they_asked").location == here
    page = client.get(here).text
    assert "the two ask for each other" in page
    assert "Pin these two" not in page
    assert client.press("/desk/pairs/unpin", **stands).location == here
    never = {"said_by": "scheme", "reason": "conflict"}
    assert client.press("/desk/pairs/forbid", **stands, **never).location == here
    page = client.get(here).text
    assert "Never these two." in page
    assert match.state is MatchState.REJECTED
    assert "Pin these two" not in page


def test_a_match_that_was_approved_is_not_pinned_any_more(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ACCEPTED)
    page = client.get(f"/desk/matches/{match.public_id}").text
    assert "Pin these two" not in page
    assert "Never these two" in page


def test_a_pin_is_offered_only_where_a_run_could_keep_it(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, pair: dict[str, str]
) -> None:
    assert "Pin these two" not in _page(client, pair)
    possible = make_volunteer(session, scheme=scheme)
    assert "Pin these two" in _page(client, {**pair, "volunteer": possible.public_id})
