"""A button pressed again, by a second click or from a page that somebody came back to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_match, make_staff
from web.models import MatchRun, Scheme, Staff
from web.models.vocabulary import EndReason, MatchState, Progress, RejectReason
from web.services import matches

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
STEPS = {
    "approve": (MatchState.PROPOSED, {}),
    "undo": (MatchState.APPROVED, {}),
    "reject": (MatchState.PROPOSED, {"reason": RejectReason.TOO_FAR.value, "note": "By far."}),
    "cancel": (MatchState.APPROVED, {"reason": EndReason.OTHER.value, "note": ""}),
}


@pytest.mark.parametrize("button", STEPS)
def test_what_i_did_just_before_is_done_and_no_error(
    button: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    state, typed = STEPS[button]
    match = make_match(session, scheme=scheme)
    if state is MatchState.APPROVED:
        client.press(f"/desk/matches/{match.public_id}/approve", version="1")
    seen, path = str(match.version), f"/desk/matches/{match.public_id}/{button}"
    first = client.press(path, version=seen, **typed)
    again = client.press(path, version=seen, **typed)
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert again.status_code == 303
    steps = [event.to_state for event in match.events]
    assert len(steps) == len(set(steps)) + (button == "undo")
    # A colleague's click on the same stale page is told, as before.
    client.sign_in(make_staff(session, scheme=scheme))
    late = client.press(path, version=seen, **typed)
    assert late.status_code == 409
    assert coordinator.full_name in late.text


def test_another_reason_on_the_same_page_is_no_repeat(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    seen, path = str(match.version), f"/desk/matches/{match.public_id}/reject"
    client.press(path, version=seen, reason=RejectReason.TOO_FAR.value)
    other = client.press(path, version=seen, reason=RejectReason.OTHER.value, note="Or is it?")
    assert other.status_code == 409
    assert match.reason == RejectReason.TOO_FAR


def test_a_list_that_is_approved_or_undone_twice_is_done(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    run = MatchRun(scheme_id=scheme.id, progress=Progress.DONE, created_at=NOW)
    session.add(run)
    session.flush()
    found = [make_match(session, scheme=scheme, run_id=run.id) for _ in range(2)]
    for step, state in (("approve", MatchState.APPROVED), ("undo", MatchState.PROPOSED)):
        chosen = [f"{one.public_id}.{one.version}" for one in found]
        for _ in range(2):
            answer = client.press(f"/desk/runs/{run.public_id}/{step}", chosen=chosen)
            assert answer.status_code == 303
            assert {one.state for one in found} == {state}
    # Of a colleague's it is said that it was not possible.
    chosen = [f"{one.public_id}.{one.version}" for one in found]
    other = make_staff(session, scheme=scheme)
    matches.approve(session, found[0], actor=other, now=datetime.now(UTC))
    session.flush()
    assert client.press(f"/desk/runs/{run.public_id}/approve", chosen=chosen).status_code == 409
