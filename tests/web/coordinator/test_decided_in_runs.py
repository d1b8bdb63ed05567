"""What people decided beside a run, on its page."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match
from web.models import MatchRun, Scheme, Staff


def _page(client: Client, run: MatchRun) -> str:
    return client.get(f"/desk/runs/{run.public_id}").text


def test_a_run_that_went_on_without_the_promises_says_why_and_to_whom_they_were_made(
    session: Session, client: Client, run: MatchRun, coordinator: Staff
) -> None:
    run.policy = {"unkept_promises": {"groups": ["children", "alone"], "why": "pins"}}
    page = _page(client, run)
    assert "This run went on without the promises to groups." in page
    assert "Together with the pairs that are pinned they cannot be kept." in page
    assert "Households with children and People who live alone" in page


def test_a_proposal_by_hand_against_a_rule_names_the_rule_and_has_no_points(
    session: Session, client: Client, scheme: Scheme, run: MatchRun, coordinator: Staff
) -> None:
    make_match(session, scheme=scheme, run_id=run.id, points=0, in_spite_of=["language"])
    page = _page(client, run)
    assert "No shared language." in page.split('class="against"')[1].split("</dd>")[0]
    assert "0 points" not in page


def test_a_household_that_waited_and_is_proposed_by_hand_stands_once_on_the_map(
    session: Session, client: Client, scheme: Scheme, run: MatchRun, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme, run_id=run.id)
    run.waiting = [{"household": match.household.public_id, "funnel": [], "relaxation": None}]
    drawn = client.get(f"/desk/runs/{run.public_id}/map.json").json
    assert drawn is not None
    assert sorted(point["id"] for point in drawn["points"]) == sorted(
        [match.household.public_id, match.volunteer.public_id]
    )
