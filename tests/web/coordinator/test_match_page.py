from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.coordinator import shared
from web.messages.dates import weekday_and_day
from web.models import AuditEvent, FollowUp, Match, MatchRun, Notification, Scheme, Staff
from web.models.vocabulary import Answer, EndReason, MatchState, Progress, RejectReason, Side
from web.services import follow_ups
from web.services.clock import local_date

CRITERIA = [
    {
        "criterion": "proximity",
        "points": 1900,
        "maximum": 2500,
        "facts": {"metres": 430, "minutes": 7},
    }
]


def _path(match: Match, step: str = "") -> str:
    return f"/desk/matches/{match.public_id}" + (f"/{step}" if step else "")


@pytest.fixture
def proposal(session: Session, scheme: Scheme) -> Match:
    return make_match(session, scheme=scheme, criteria=CRITERIA, points=1900)


def test_a_proposal_says_why_in_words_and_numbers(
    client: Client, coordinator: Staff, proposal: Match
) -> None:
    page = client.get(_path(proposal)).text
    assert "7 minutes on foot" in page
    assert "1,900 of 2,500" in page


def test_approving_asks_both_sides_and_keeps_who_did_it(
    session: Session, client: Client, coordinator: Staff, proposal: Match
) -> None:
    answer = client.press(_path(proposal, "approve"), version=proposal.version)
    assert answer.status_code == 303
    assert proposal.state.value == MatchState.APPROVED
    assert proposal.events[-1].actor_id == coordinator.id
    asked = session.scalars(select(Notification.party_id)).all()
    assert {proposal.volunteer_id, proposal.household_id} <= set(asked)


def test_approving_among_the_proposals_of_a_run_goes_on_to_the_next_one(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, proposal: Match
) -> None:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=datetime.now(UTC))
    session.add(run)
    session.flush()
    proposal.run_id = run.id
    following = make_match(session, scheme=scheme, run_id=run.id)
    answer = client.press(
        _path(proposal, "approve"),
        version=proposal.version,
        run=run.public_id,
        page="after." + "A" * 22,
        next=following.public_id,
    )
    assert (
        answer.location == f"/desk/runs/{run.public_id}?page=after.{'A' * 22}#{following.public_id}"
    )


@pytest.mark.parametrize("nonsense", ["//evil.example", "https://evil.example", "a b", "x" * 500])
def test_nonsense_in_the_hidden_fields_leads_nowhere_else(
    nonsense: str, client: Client, coordinator: Staff, proposal: Match
) -> None:
    answer = client.press(_path(proposal, "approve"), run=nonsense, page=nonsense, next=nonsense)
    assert answer.status_code == 303
    assert answer.location.startswith("/desk/")


def test_a_rejection_needs_a_reason_and_keeps_the_note_that_was_typed(
    client: Client, coordinator: Staff, proposal: Match
) -> None:
    answer = client.press(_path(proposal, "reject"), version=1, reason="", note="They fell out.")
    assert answer.status_code == 422
    assert "They fell out." in answer.text
    assert proposal.state.value == MatchState.PROPOSED


def test_a_rejection_is_kept_with_its_coded_reason_and_its_note(
    client: Client, coordinator: Staff, proposal: Match
) -> None:
    client.press(
        _path(proposal, "reject"),
        version=proposal.version,
        reason=RejectReason.TIMING.value,
        note="After the summer.",
    )
    assert proposal.state.value == MatchState.REJECTED
    assert proposal.reason == RejectReason.TIMING
    page = client.get(_path(proposal)).text
    assert "not the right moment" in page
    assert "After the summer." in page


def test_the_second_of_two_coordinators_is_told_who_was_quicker_and_loses_nothing(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, proposal: Match
) -> None:
    seen = proposal.version
    colleague = make_staff(session, scheme=scheme, first_name="Quick", last_name="Colleague")
    session.commit()
    client.sign_in(colleague)
    client.press(_path(proposal, "approve"), version=seen)
    client.sign_in(coordinator)
    answer = client.press(
        _path(proposal, "reject"),
        version=seen,
        reason=RejectReason.OTHER.value,
        note="A long thought.",
    )
    assert answer.status_code == 409
    assert "Quick Colleague changed this" in answer.text
    assert "A long thought." in answer.text
    assert proposal.state.value == MatchState.APPROVED


def test_approving_twice_approves_once(
    session: Session, client: Client, coordinator: Staff, proposal: Match
) -> None:
    seen = proposal.version
    assert client.press(_path(proposal, "approve"), version=seen).status_code == 303
    assert client.press(_path(proposal, "approve"), version=seen).status_code == 303
    assert sum(event.to_state is MatchState.APPROVED for event in proposal.events) == 1


def test_a_proposal_that_changed_since_the_page_was_opened_is_not_approved(
    session: Session, client: Client, coordinator: Staff, proposal: Match
) -> None:
    seen = proposal.version
    proposal.points = 17
    session.flush()
    assert client.press(_path(proposal, "approve"), version=seen).status_code == 409
    assert proposal.state is MatchState.PROPOSED


def test_meeting_and_charter_make_a_match_active_also_one_after_the_other(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    ago = datetime.now(UTC) - timedelta(days=5)
    match = make_match(
        session,
        scheme=scheme,
        state=MatchState.ACCEPTED,
        proposed_at=ago,
        approved_at=ago,
        accepted_at=ago,
        volunteer_answer=Answer.YES,
        household_answer=Answer.YES,
    )
    yesterday = (local_date(datetime.now(UTC)) - timedelta(days=1)).isoformat()
    client.press(_path(match, "first-meeting"), version=match.version, held_on=yesterday)
    assert match.state.value == MatchState.ACCEPTED
    assert match.first_meeting_on is not None
    client.press(_path(match, "first-meeting"), version=match.version, charter_signed_on=yesterday)
    assert match.state.value == MatchState.ACTIVE
    assert "Still to come" in client.get(_path(match)).text


@pytest.mark.parametrize("typed", ["", "2999-01-01", "yesterday", "2026-02-31"])
def test_a_meeting_without_a_day_that_has_come_is_not_recorded(
    typed: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(
        session, scheme=scheme, state=MatchState.ACCEPTED, accepted_at=datetime.now(UTC)
    )
    answer = client.press(_path(match, "first-meeting"), version=1, held_on=typed)
    assert answer.status_code == 422
    assert match.first_meeting_on is None


def test_a_match_pauses_resumes_and_ends_with_a_reason(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(
        session,
        scheme=scheme,
        state=MatchState.ACTIVE,
        first_meeting_on=date(2026, 1, 1),
        charter_signed_on=date(2026, 1, 1),
    )
    client.press(_path(match, "pause"), version=match.version, reason="away", note="Abroad.")
    assert match.state.value == MatchState.PAUSED
    client.press(_path(match, "resume"), version=match.version)
    assert match.state.value == MatchState.ACTIVE
    assert client.press(_path(match, "end"), version=match.version).status_code == 422
    client.press(_path(match, "end"), version=match.version, reason=EndReason.GOAL_REACHED.value)
    assert match.state.value == MatchState.ENDED
    assert "goal reached" in client.get(_path(match)).text


def test_a_question_stands_by_the_day_on_which_it_left_and_ahead_while_it_waits(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, now: datetime
) -> None:
    """Its reminder and its silence are reckoned from that day; who has stopped us is not asked."""
    today = local_date(now)
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=today)
    volunteer = match.volunteer
    question = FollowUp(
        scheme_id=scheme.id,
        match_id=match.id,
        party_id=volunteer.id,
        side=Side.VOLUNTEER,
        step="2w",
        due_on=today - timedelta(days=6),
        asked_at=now - timedelta(days=6),
    )
    session.add(question)
    session.flush()
    asked, waits = "asked, not answered yet", f"{volunteer.first_name}: how is it going?"
    reminded = f"{volunteer.first_name} is asked once more"
    page = client.get(_path(match)).text
    assert (waits in page, asked in page, reminded in page) == (True, False, False)
    volunteer.unsubscribed_at = now
    assert waits not in client.get(_path(match)).text
    volunteer.unsubscribed_at, question.sent_at = None, now
    page = client.get(_path(match)).text
    assert (waits in page, asked in page, reminded in page) == (False, True, True)
    assert f"{shared.day(today)}</th>" in page


@pytest.mark.parametrize("state", [MatchState.ACTIVE, MatchState.PAUSED])
def test_no_day_that_has_gone_by_is_still_to_come(
    state: MatchState,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    now: datetime,
) -> None:
    """Of the questions that wait, the latest is asked, and nobody can say on which day."""
    today = local_date(now)
    met_on = today - timedelta(days=60)
    match = make_match(session, scheme=scheme, state=state, first_meeting_on=met_on)
    follow_ups.on_first_meeting(session, match, now)
    left_out = session.scalars(
        select(FollowUp).where(FollowUp.step == "2w", FollowUp.side == Side.HOUSEHOLD)
    ).one()
    left_out.skipped_at = now
    session.flush()
    page = client.get(_path(match)).text
    ahead = page[page.index('id="ahead"') :].split("</section>")[0]
    for weeks in (2, 6):
        assert weekday_and_day(met_on + timedelta(weeks=weeks)) not in ahead
    for side in Side:
        asked = f"{match.party(side).first_name}: how is it going? As soon as it can be asked"
        assert ahead.count(f'Move it …<span class="visually-hidden"> – {asked}') == 1


def test_an_answer_that_is_overdue_lapses_today(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff, now: datetime
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.APPROVED)
    match.answer_by = local_date(now) - timedelta(days=5)
    session.flush()
    page = client.get(_path(match)).text
    ahead = page[page.index('id="ahead"') :].split("</section>")[0]
    assert weekday_and_day(local_date(now)) in ahead
    assert weekday_and_day(match.answer_by + timedelta(days=1)) not in ahead


def test_addresses_are_shown_only_for_a_meeting_and_each_look_is_recorded(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(
        session,
        volunteer=make_volunteer(session, scheme=scheme, street="Rue du Test 1"),
        household=make_household(session, scheme=scheme, street="Avenue Cachée 22"),
        state=MatchState.APPROVED,
    )
    assert client.press(_path(match, "addresses")).status_code == 409
    match.state = MatchState.ACCEPTED
    assert "Avenue Cachée 22" not in client.get(_path(match)).text
    assert session.scalars(select(AuditEvent)).all() == []
    page = client.press(_path(match, "addresses")).text
    assert "Rue du Test 1" in page
    assert "Avenue Cachée 22" in page
    looks = session.scalars(select(AuditEvent).order_by(AuditEvent.party_id)).all()
    assert {look.party_id for look in looks} == {match.volunteer_id, match.household_id}
    assert {look.actor_id for look in looks} == {coordinator.id}


def test_after_a_decline_the_next_best_volunteer_is_one_click_away(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    other = make_volunteer(session, scheme=scheme, first_name="Next", last_name="Best")
    family = make_household(session, scheme=scheme)
    run = MatchRun(
        scheme_id=scheme.id,
        progress=Progress.DONE,
        created_at=datetime.now(UTC),
        alternatives={family.public_id: [{"volunteer": other.public_id, "points": 4321}]},
    )
    session.add(run)
    session.flush()
    match = make_match(
        session, scheme=scheme, household=family, run_id=run.id, state=MatchState.DECLINED
    )
    assert "Next Best" in client.get(_path(match)).text
    client.press("/desk/matches", volunteer=other.public_id, household=family.public_id)
    found = session.scalars(select(Match).where(Match.volunteer_id == other.id)).one()
    assert found.state is MatchState.PROPOSED
    assert found.household_id == family.id
