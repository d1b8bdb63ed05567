"""What a coordinator decides by hand: insisting, pins, never, pauses with a last day, reopening."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from web.models import AuditEvent, ClosingWords, Match, NeverPair, Notification, Pin, Scheme, Staff
from web.models.vocabulary import (
    Answer,
    Delivery,
    EndReason,
    Heard,
    HouseholdState,
    InsistReason,
    Level,
    MatchState,
    NeverReason,
    PauseReason,
    RejectReason,
    Side,
    VolunteerState,
)
from web.queries import decided, pairs
from web.services import decided_pairs, matches, pauses, proposals, returning
from web.services.clock import local_date
from web.services.errors import (
    ChangedMeanwhile,
    DateRefused,
    NoPlaceLeft,
    PairForbidden,
    ReasonMissing,
    ReopenRefused,
    ScreeningMissing,
)
from web.services.living_matches import Closing

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
TODAY = local_date(NOW)


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


@pytest.fixture
def cora(session: Session, scheme: Scheme) -> Staff:
    return make_staff(session, scheme=scheme, first_name="Cora")


def test_a_pair_that_breaks_a_rule_is_proposed_only_with_a_reason_which_is_kept(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme, languages={"de": Level.NATIVE})
    household = make_household(session, scheme=scheme)
    with pytest.raises(ReasonMissing):
        proposals.propose_by_hand(session, volunteer, household, actor=cora, now=NOW)

    match = proposals.propose_by_hand(
        session,
        volunteer,
        household,
        actor=cora,
        reason=InsistReason.TALKED_OVER,
        note="They use an app.",
        now=NOW,
    )

    assert match.in_spite_of == ["language"]
    assert (match.events[0].reason, match.events[0].note) == ("talked_over", "They use an app.")
    assert session.scalars(select(AuditEvent.action)).all() == ["proposed_in_spite"]


def test_a_pair_that_breaks_no_rule_keeps_no_reason(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    volunteer, household = (
        make_volunteer(session, scheme=scheme),
        make_household(session, scheme=scheme),
    )
    match = proposals.propose_by_hand(
        session, volunteer, household, actor=cora, reason=InsistReason.OTHER, now=NOW
    )
    assert (match.in_spite_of, match.events[0].reason) == ([], None)


def test_two_who_were_tried_before_are_proposed_anew_with_a_reason(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    old = make_match(session, scheme=scheme)
    matches.reject(session, old, actor=cora, reason=RejectReason.TIMING, now=NOW)
    anew = proposals.propose_by_hand(
        session,
        old.volunteer,
        old.household,
        actor=cora,
        reason=InsistReason.THEY_ASKED,
        now=NOW,
    )
    assert anew.in_spite_of == ["forbidden"]
    assert old.lifted_at == NOW
    matches.approve(session, anew, actor=cora, now=NOW)


def test_never_and_a_missing_check_are_refused_whatever_the_reason(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    family = make_household(session, scheme=scheme, members=[2018])
    single = make_household(session, scheme=scheme)
    waits = make_match(session, volunteer=volunteer, household=family)
    decided_pairs.forbid(
        session,
        volunteer,
        single,
        actor=cora,
        said_by=Side.HOUSEHOLD,
        reason=NeverReason.CONFLICT,
        now=NOW,
    )
    with pytest.raises(PairForbidden):
        proposals.propose_by_hand(
            session, volunteer, single, actor=cora, reason=InsistReason.OTHER, now=NOW
        )
    with pytest.raises(ScreeningMissing):
        matches.approve(session, waits, actor=cora, now=NOW)
    session.delete(waits)
    session.flush()
    with pytest.raises(ScreeningMissing):
        proposals.propose_by_hand(
            session, volunteer, family, actor=cora, reason=InsistReason.OTHER, now=NOW
        )


def test_the_second_click_proposes_nothing_and_a_colleague_is_told(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    volunteer = make_volunteer(session, scheme=scheme)
    household = make_household(session, scheme=scheme)
    first, again = (
        proposals.propose_by_hand(session, volunteer, household, actor=cora, now=NOW)
        for _ in range(2)
    )
    assert first is again
    with pytest.raises(ChangedMeanwhile) as told:
        proposals.propose_by_hand(
            session, volunteer, household, actor=make_staff(session, scheme=scheme), now=NOW
        )
    assert (told.value.by, told.value.state) == ("Cora Example", MatchState.PROPOSED)


def _pin(session: Session, match: Match, actor: Staff) -> None:
    decided_pairs.pin(
        session,
        match.volunteer,
        match.household,
        actor=actor,
        reason=InsistReason.THEY_ASKED,
        now=NOW,
    )


def _forbid(session: Session, match: Match, actor: Staff, said_by: Side | None = None) -> None:
    decided_pairs.forbid(
        session,
        match.volunteer,
        match.household,
        actor=actor,
        said_by=said_by,
        reason=NeverReason.SAFETY_CONCERN,
        note="Threats.",
        now=NOW,
    )


def test_forbidding_rejects_the_proposal_that_waits_and_takes_the_pin(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    _pin(session, match, cora)
    _forbid(session, match, cora, Side.VOLUNTEER)
    assert (match.state, match.reason) == (MatchState.REJECTED, RejectReason.ASKED_NOT_TO)
    assert session.scalars(select(Pin)).all() == []
    never = session.scalars(select(NeverPair)).one()
    assert (never.said_by_id, never.noted_by_id) == (match.volunteer_id, cora.id)
    assert never.reason == "Threats."
    with pytest.raises(PairForbidden):
        _pin(session, match, cora)


def test_a_match_that_goes_on_is_not_ended_by_forbidding_it_nor_pinned(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE)
    with pytest.raises(ChangedMeanwhile):
        _pin(session, match, cora)
    _forbid(session, match, cora)
    assert match.state is MatchState.ACTIVE


def test_allowing_again_and_unpinning_are_recorded_once(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme)
    pair = match.volunteer, match.household
    _pin(session, match, cora)
    for _ in range(2):
        decided_pairs.unpin(session, *pair, actor=cora, now=NOW)
    _forbid(session, match, cora)
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
    for decide in (_pin, _forbid):
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
    _pin(session, match, cora)
    matches.approve(session, match, actor=cora, now=NOW)
    assert _shown(session, match) == (False, False, False)
    matches.undo(session, match, actor=cora, now=NOW)
    assert _shown(session, match) == (True, True, True)
    pin = decided.of_pair(session, match.volunteer_id, match.household_id).pin
    assert pin is not None
    assert (pin.pinned_by_id, pin.reason, pin.created_at) == (cora.id, InsistReason.THEY_ASKED, NOW)


@pytest.mark.parametrize("over", ["accepted", "lapsed", "cancelled", "rejected"])
def test_a_pin_does_not_come_back_once_its_match_has_gone_on(
    session: Session, scheme: Scheme, cora: Staff, over: str
) -> None:
    match = make_match(session, scheme=scheme)
    _pin(session, match, cora)
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


def test_pauses_with_a_last_day_end_that_morning_and_no_others(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    back = TODAY + timedelta(days=7)
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=TODAY)
    match.volunteer.capacity = 2
    idle = make_volunteer(session, scheme=scheme)
    for person, until in ((match.volunteer, back), (match.household, back), (idle, None)):
        pauses.pause(session, person, cora, NOW, reason=PauseReason.AWAY, until=until)
    matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, until=back, now=NOW)

    assert returning.bring_back(session, NOW + timedelta(days=6)) == 0
    assert returning.bring_back(session, NOW + timedelta(days=7)) == 3
    assert returning.bring_back(session, NOW + timedelta(days=8)) == 0

    assert match.state is MatchState.ACTIVE
    assert (match.paused_days, match.events[-1].actor_id) == (7, None)
    assert match.volunteer.state is VolunteerState.READY
    assert match.household.state is HouseholdState.READY
    assert (match.household.pause_reason, match.household.paused_until) == (None, None)
    assert idle.state is VolunteerState.PAUSED


def test_a_pause_that_would_be_over_at_once_is_refused(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = make_match(session, scheme=scheme, state=MatchState.ACTIVE)
    with pytest.raises(DateRefused):
        matches.pause(session, match, actor=cora, reason=PauseReason.AWAY, until=TODAY, now=NOW)
    with pytest.raises(DateRefused):
        pauses.pause(session, match.household, cora, NOW, reason=PauseReason.AWAY, until=TODAY)


def test_who_pauses_somebody_for_another_reason_is_told_who_was_first(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    household = make_household(session, scheme=scheme)
    pauses.pause(session, household, cora, NOW, reason=PauseReason.AWAY)
    pauses.pause(session, household, cora, NOW, reason=PauseReason.AWAY)
    other = make_staff(session, scheme=scheme)
    with pytest.raises(ChangedMeanwhile) as told:
        pauses.pause(session, household, other, NOW, reason=PauseReason.ILLNESS)
    assert told.value.by == "Cora Example"
    assert household.pause_reason is PauseReason.AWAY


def _active(session: Session, scheme: Scheme) -> Match:
    return make_match(session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=TODAY)


def _messages(session: Session) -> dict[int, Delivery]:
    rows = session.execute(
        select(Notification.party_id, Notification.status).where(Notification.kind == "match_ended")
    )
    return dict(rows.all())


def test_an_end_keeps_what_both_said_and_thanks_both(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = _active(session, scheme)
    matches.end(
        session,
        match,
        actor=cora,
        reason=EndReason.GOAL_REACHED,
        closing=(Closing(Side.HOUSEHOLD, "We found friends.", Heard.BY_PHONE),),
        now=NOW,
    )
    words = session.scalars(select(ClosingWords)).one()
    assert (words.side, words.said, words.heard) == (
        Side.HOUSEHOLD,
        "We found friends.",
        Heard.BY_PHONE,
    )
    assert set(_messages(session)) == {match.volunteer_id, match.household_id}


@pytest.mark.parametrize("reason", [EndReason.SAFETY_CONCERN, EndReason.DEATH_OR_ILLNESS])
def test_nobody_is_thanked_by_a_letter_where_it_would_hurt(
    session: Session, scheme: Scheme, cora: Staff, reason: EndReason
) -> None:
    matches.end(session, _active(session, scheme), actor=cora, reason=reason, now=NOW)
    assert _messages(session) == {}


def test_an_end_by_mistake_is_taken_back_with_its_history_and_without_thanks(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = _active(session, scheme)
    matches.end(session, match, actor=cora, reason=EndReason.NO_TIME, now=NOW)
    matches.reopen(session, match, actor=cora, note="Wrong family.", now=NOW)
    assert (match.state, match.ended_on, match.reason) == (MatchState.ACTIVE, None, None)
    assert [(one.to_state, one.reason) for one in match.events[-2:]] == [
        (MatchState.ENDED, "no_time"),
        (MatchState.ACTIVE, "reopened"),
    ]
    assert set(_messages(session).values()) == {Delivery.DONE}
    matches.end(session, match, actor=cora, reason=EndReason.NO_TIME, now=NOW + timedelta(days=1))
    pending = select(Notification.id).where(Notification.status == Delivery.PENDING)
    assert len(session.scalars(pending).all()) == 2


def test_after_thirty_days_an_end_stays(session: Session, scheme: Scheme, cora: Staff) -> None:
    match = _active(session, scheme)
    matches.end(session, match, actor=cora, reason=EndReason.OTHER, now=NOW)
    with pytest.raises(ReopenRefused):
        matches.reopen(session, match, actor=cora, now=NOW + timedelta(days=31))
    matches.reopen(session, match, actor=cora, now=NOW + timedelta(days=30))


def test_a_match_is_not_reopened_over_somebody_who_took_the_place_or_said_never(
    session: Session, scheme: Scheme, cora: Staff
) -> None:
    match = _active(session, scheme)
    matches.end(session, match, actor=cora, reason=EndReason.OTHER, now=NOW)
    taken = make_match(session, volunteer=match.volunteer, state=MatchState.APPROVED)
    with pytest.raises(NoPlaceLeft):
        matches.reopen(session, match, actor=cora, now=NOW)
    taken.state = MatchState.CANCELLED
    _forbid(session, match, cora, Side.HOUSEHOLD)
    with pytest.raises(PairForbidden):
        matches.reopen(session, match, actor=cora, now=NOW)
