"""Two who belong together, or never: what it does, and when it is over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_match, make_staff
from tests.web.services.deciding import NOW, forbid, pin
from web.models import AuditEvent, Match, NeverPair, Pin, Scheme, Staff
from web.models.vocabulary import Answer, EndReason, InsistReason, MatchState, RejectReason, Side
from web.queries import decided, pairs
from web.services import decided_pairs, matches
from web.services.errors import ChangedMeanwhile, PairForbidden


def test_forbidding_rejects_the_proposal_that_waits_and_takes_the_pin(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    pin(session, match, cora)
    forbid(session, match, cora, Side.VOLUNTEER)
    assert (match.state, match.reason) == (MatchState.REJECTED, RejectReason.ASKED_NOT_TO)
    assert session.scalars(select(Pin)).all() == []
    never = session.scalars(select(NeverPair)).one()
    assert (never.said_by_id, never.noted_by_id) == (match.volunteer_id, cora.id)
    assert never.reason == "Threats."
    with pytest.raises(PairForbidden):
        pin(session, match, cora)


def test_a_match_that_goes_on_is_not_ended_by_forbidding_it_nor_pinned(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE)
    with pytest.raises(ChangedMeanwhile):
        pin(session, match, cora)
    forbid(session, match, cora)
    assert match.state is MatchState.ACTIVE


def test_allowing_again_and_unpinning_are_recorded_once(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    pair = match.volunteer, match.household
    pin(session, match, cora)
    for _ in range(2):
        decided_pairs.unpin(session, *pair, actor=cora, now=NOW)
    forbid(session, match, cora)
    for _ in range(2):
        decided_pairs.allow(session, *pair, actor=cora, now=NOW)
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == [
        "pair_pinned",
        "pair_unpinned",
        "pair_forbidden",
        "pair_allowed",
    ]


def test_the_second_who_pins_or_forbids_is_told_who_did_and_the_first_stays(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    other = make_staff(session, scheme=scheme)
    for decide in (pin, forbid):
        decide(session, match, cora)
        decide(session, match, cora)
        with pytest.raises(ChangedMeanwhile) as told:
            decide(session, match, other)
        assert (told.value.by, told.value.at) == ("Cora Example", NOW)


def _shown(session: Session, match: Match) -> tuple[bool, bool, bool]:
    """Whether the page of the pair, that of the person and the next run know of a pin."""
    return (
        decided.of_pair(session, match.volunteer_id, match.household_id).pin is not None,
        bool(decided.of_person(session, match.household)),
        bool(pairs.of_scheme(session, match.scheme_id).pinned),
    )


def test_a_pin_has_done_its_work_when_the_pair_is_approved_and_counts_again_when_that_is_undone(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    pin(session, match, cora)
    matches.approve(session, match, actor=cora, now=NOW)
    assert _shown(session, match) == (False, False, False)
    matches.undo(session, match, actor=cora, now=NOW)
    assert _shown(session, match) == (True, True, True)
    back = decided.of_pair(session, match.volunteer_id, match.household_id).pin
    assert back is not None
    assert (back.pinned_by_id, back.reason, back.created_at) == (
        cora.id,
        InsistReason.THEY_ASKED,
        NOW,
    )


@pytest.mark.parametrize("over", ["accepted", "lapsed", "cancelled", "rejected"])
def test_a_pin_does_not_come_back_once_its_match_has_gone_on(
    session: Session, scheme: Scheme, cora: Staff, over: str
) -> None:
    match = make_match(session, scheme=scheme)
    pin(session, match, cora)
    if over == "rejected":
        matches.reject(session, match, actor=cora, reason=RejectReason.OTHER, now=NOW)
    else:
        matches.approve(session, match, actor=cora, now=NOW)
    if over == "accepted":
        for side in Side:
            matches.answer(session, match, side, Answer.YES, now=NOW)
    elif over == "lapsed":
        matches.lapse_overdue(session, NOW + timedelta(days=30))
    elif over == "cancelled":
        matches.cancel(session, match, actor=cora, reason=EndReason.OTHER, now=NOW)
    assert match.state.value == over
    assert session.scalars(select(Pin)).all() == []
