"""What a coordinator decides by hand: insisting, and pauses with a last day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_volunteer
from tests.web.services.deciding import NOW
from web.models import AuditEvent, Scheme, Staff
from web.models.vocabulary import (
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
from web.services import decided_pairs, matches, pauses, proposals, returning
from web.services.clock import local_date
from web.services.errors import (
    ChangedMeanwhile,
    DateRefused,
    PairForbidden,
    ReasonMissing,
    ScreeningMissing,
)

TODAY = local_date(NOW)


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
