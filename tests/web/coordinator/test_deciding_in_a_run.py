"""Decisions on the page of a run: many at once, undone, rejected, beside a colleague."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, forms
from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.web.coordinator.proposals import page_of, proposals, ticked
from web.models import MatchRun, Notification, Staff
from web.models.vocabulary import MatchState, RejectReason
from web.services import matches


def test_many_are_approved_at_once_and_their_messages_leave_later(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    first, second, left = proposals(session, run, 3)
    answer = client.press(page_of(run, "approve"), chosen=ticked(first, second))
    assert answer.location == page_of(run) + "#proposals"
    assert [match.state.value for match in (first, second, left)] == [
        "approved",
        "approved",
        "proposed",
    ]
    asked = session.scalars(select(Notification.next_at)).all()
    assert len(asked) == 4
    assert min(asked) >= datetime.now(UTC) + timedelta(minutes=9)
    page = client.get(answer.location).text
    assert "2 matches are approved" in page
    assert "The messages leave" in page
    assert f"/desk/matches/{first.public_id}/undo" in page
    assert "1 more approval can be undone" in page


def test_what_became_impossible_is_named_with_its_reason_and_the_rest_goes_through(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    first, second = proposals(session, run, 2)
    rival = make_match(
        session,
        volunteer=first.volunteer,
        household=make_household(session, scheme_id=run.scheme_id, first_name="Rival"),
        run_id=run.id,
    )
    answer = client.press(page_of(run, "approve"), chosen=ticked(first, rival, second))
    assert answer.status_code == 409
    assert "2 matches are approved" in answer.text
    name = rival.household.full_name
    assert f"{name}: This volunteer is not free for one more household now." in answer.text
    assert second.state.value == "approved"
    assert rival.state.value == "proposed"


def test_sent_by_a_second_one_nothing_happens_twice_and_it_says_who_did_it(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    (match,) = proposals(session, run, 1)
    chosen = ticked(match)
    client.press(page_of(run, "approve"), chosen=chosen)
    client.sign_in(make_staff(session, scheme_id=run.scheme_id))
    again = client.press(page_of(run, "approve"), chosen=chosen)
    assert again.status_code == 409
    assert f"{coordinator.full_name} changed this on" in again.text
    assert "Nothing was changed" in again.text
    assert [event.to_state.value for event in match.events].count("approved") == 1


@pytest.mark.parametrize("chosen", [[], ["nonsense"], ["a.b"], ["x." + "9" * 30], [".", "…"]])
def test_nothing_ticked_says_so(
    chosen: list[str], session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    (match,) = proposals(session, run, 1)
    for step in ("approve", "undo"):
        answer = client.press(page_of(run, step), chosen=chosen)
        assert answer.status_code == 422
        assert "tick at least one" in answer.text
    assert match.state.value == "proposed"


def test_a_match_of_another_scheme_is_not_approved_among_many(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    (own,) = proposals(session, run, 1)
    theirs = make_match(session, scheme=make_scheme(session))
    client.press(page_of(run, "approve"), chosen=ticked(theirs, own))
    assert theirs.state.value == "proposed"
    assert own.state.value == "approved"


def test_one_approval_is_undone_from_the_page_of_the_run_and_from_its_own(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    (match,) = proposals(session, run, 1)
    undo = f"/desk/matches/{match.public_id}/undo"
    for page in (page_of(run), f"/desk/matches/{match.public_id}"):
        client.press(page_of(run, "approve"), chosen=ticked(match))
        (form,) = (form for form in forms(client.get(page).text) if form.action == undo)
        answer = client.press(undo, **{k: v for k, v in form.values.items() if k != "csrf_token"})
        assert answer.location.split("#")[0] == page
        assert match.state.value == "proposed"
    assert session.scalars(select(Notification)).all() == []
    assert "the approval was taken back" in client.get(f"/desk/matches/{match.public_id}").text


def test_all_approvals_are_undone_with_one_button(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    pair = proposals(session, run, 2)
    client.press(page_of(run, "approve"), chosen=ticked(*pair))
    answer = client.press(page_of(run, "undo"), chosen=ticked(*pair))
    assert "2 approvals are undone" in client.get(answer.location).text
    assert {match.state.value for match in pair} == {"proposed"}


def test_too_late_to_undo_says_so_in_words(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    (match,) = proposals(session, run, 1)
    client.press(page_of(run, "approve"), chosen=ticked(match))
    match.asked_at = datetime.now(UTC)
    session.flush()
    answer = client.press(f"/desk/matches/{match.public_id}/undo", version=match.version)
    assert answer.status_code == 409
    assert "The messages have left" in answer.text
    assert "Undo the approval" not in answer.text
    assert "can be undone" not in client.get(page_of(run)).text


def test_a_rejection_offers_the_next_best_volunteer_of_the_run_at_once(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    match, following = proposals(session, run, 2)
    tried, best = (
        make_volunteer(session, scheme_id=run.scheme_id, first_name=name)
        for name in ("Tried", "Best")
    )
    make_match(session, volunteer=tried, household=match.household, state=MatchState.DECLINED)
    run.alternatives = {
        match.household.public_id: [
            {"volunteer": one.public_id, "points": 5000} for one in (tried, best)
        ]
    }
    answer = client.press(
        f"/desk/matches/{match.public_id}/reject",
        version=match.version,
        reason=RejectReason.TIMING.value,
        run=run.public_id,
        next=following.public_id,
    )
    path, anchor = answer.location.split("#")
    assert anchor == "instead"
    page = client.get(path).text
    offered = page[page.index('id="instead"') :].split("</section>")[0]
    assert page.index('id="instead"') < page.index(f'id="{following.public_id}"')
    assert best.full_name in offered
    assert tried.full_name not in offered
    (form,) = forms(offered)
    answer = client.press(form.action, **{**form.values, "csrf_token": client.csrf_token()})
    assert answer.location.startswith(page_of(run))
    assert best.full_name in client.get(page_of(run)).text


def test_where_the_run_knows_nobody_else_it_says_so(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    (match,) = proposals(session, run, 1)
    answer = client.press(
        f"/desk/matches/{match.public_id}/reject",
        version=match.version,
        reason=RejectReason.OTHER.value,
        run=run.public_id,
    )
    assert "This run knows nobody else" in client.get(answer.location.split("#")[0]).text


def test_a_rejection_without_a_reason_stays_where_it_was_with_what_was_typed(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    first, second, third = proposals(session, run, 3)
    told = {"version": str(second.version), "run": run.public_id, "next": third.public_id}
    path = f"/desk/matches/{second.public_id}/reject"
    answer = client.press(path, **told, reason="", note="They know each other.")
    assert answer.status_code == 422
    for match in (first, second, third):
        assert f'id="{match.public_id}"' in answer.text
    card = answer.text.split(f'id="{second.public_id}"')[1].split("</article>")[0]
    assert "They know each other." in card
    assert "autofocus" in card
    assert f'aria-describedby="wrong-{second.public_id}"' in card
    assert answer.text.count("autofocus") == 1
    # Put right, it goes on in the run with the next best at its place.
    answer = client.press(path, **told, reason=RejectReason.OTHER.value)
    assert answer.location.startswith(f"/desk/runs/{run.public_id}?")
    assert f"rejected={second.public_id}" in answer.location


@pytest.mark.parametrize("button", ["approve", "reject"])
def test_what_a_colleague_decided_meanwhile_is_told_on_the_page_of_the_run(
    button: str, session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    first, second = proposals(session, run, 2)
    seen, names = first.version, f"{first.volunteer.full_name} – {first.household.full_name}"
    other = make_staff(session, scheme_id=run.scheme_id, first_name="Bea")
    matches.approve(session, first, actor=other, now=datetime.now(UTC))
    session.flush()
    answer = client.press(
        f"/desk/matches/{first.public_id}/{button}",
        version=str(seen),
        run=run.public_id,
        next=second.public_id,
        reason=RejectReason.OTHER.value,
    )
    assert answer.status_code == 409
    assert "Bea" in answer.text
    assert names in answer.text
    assert f'id="{second.public_id}"' in answer.text
    assert 'href="/desk/runs"' in answer.text
