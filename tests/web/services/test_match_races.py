"""Two people at once, with real connections, on both databases: nothing happens twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.races import rounds
from tests.web.services.deeds import NOW, Deed, approving, approving_all, at_once, errors
from tests.web.services.steps import approved
from web.models import Match, MatchEvent, Notification, Party, Scheme
from web.models.vocabulary import (
    PLACE_TAKING_STATES,
    Answer,
    DeclineReason,
    Delivery,
    MatchState,
    RejectReason,
    Side,
)
from web.services import at_once as step_at_once
from web.services import match_news, match_runs, matches, mistaken_no, outbox


def saying(match_id: int, side: Side, answer: Answer, reason: DeclineReason | None = None) -> Deed:
    def say(session: Session) -> None:
        match = session.get_one(Match, match_id)
        matches.answer(session, match, side, answer, reason=reason, now=NOW)

    return say


def test_the_same_match_is_approved_once(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        match = make_match(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        deed = approving(match.id, cora.id, match.version)
        session.commit()

        results = at_once(engine, deed, deed)

        session.expire_all()
        assert len(errors(results)) == 1
        assert match.state is MatchState.APPROVED
        assert [event.to_state for event in match.events].count(MatchState.APPROVED) == 1


def test_approval_and_rejection_at_once_leave_one_of_them(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        match = make_match(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        match_id, cora_id, version = match.id, cora.id, match.version
        session.commit()

        def reject(session: Session, match_id: int = match_id, cora_id: int = cora_id) -> None:
            matches.reject(
                session,
                session.get_one(Match, match_id),
                actor=session.get_one(Party, cora_id),
                reason=RejectReason.OTHER,
                now=NOW,
            )

        results = at_once(engine, approving(match_id, cora_id, version), reject)

        session.expire_all()
        assert len(errors(results)) == 1
        assert len(match.events) == 2


def test_the_last_place_of_a_volunteer_is_given_once(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        scheme = make_scheme(session)
        volunteer = make_volunteer(session, scheme=scheme, capacity=1)
        cora = make_staff(session, scheme=scheme)
        pairs = [
            make_match(
                session, volunteer=volunteer, household=make_household(session, scheme=scheme)
            )
            for _ in range(3)
        ]
        deeds = [approving(match.id, cora.id) for match in pairs]
        volunteer_id = volunteer.id
        session.commit()

        results = at_once(engine, *deeds)

        taken = session.scalar(
            select(func.count()).where(
                Match.volunteer_id == volunteer_id, Match.state.in_(PLACE_TAKING_STATES)
            )
        )
        assert taken == 1
        assert len(errors(results)) == 2


def test_one_household_is_not_promised_to_two_volunteers(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        scheme = make_scheme(session)
        household = make_household(session, scheme=scheme)
        cora = make_staff(session, scheme=scheme)
        deeds = [
            approving(
                make_match(
                    session, volunteer=make_volunteer(session, scheme=scheme), household=household
                ).id,
                cora.id,
            )
            for _ in range(2)
        ]
        session.commit()

        assert len(errors(at_once(engine, *deeds))) == 1


def test_two_yeses_at_once_accept(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        match, _ = approved(session)
        deeds = [saying(match.id, side, Answer.YES) for side in Side]
        session.commit()

        assert not errors(at_once(engine, *deeds))

        session.expire_all()
        assert match.state is MatchState.ACCEPTED


def test_a_yes_a_no_and_a_lapse_at_once_leave_one_true_history(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        match, _ = approved(session)
        match_id = match.id
        session.commit()

        at_once(
            engine,
            saying(match_id, Side.VOLUNTEER, Answer.YES),
            saying(match_id, Side.HOUSEHOLD, Answer.NO, DeclineReason.NOT_NOW),
            lambda session: matches.lapse_overdue(session, NOW + timedelta(days=30)),
        )

        session.expire_all()
        assert match.state in {MatchState.DECLINED, MatchState.LAPSED}
        ends = session.scalars(
            select(MatchEvent).where(
                MatchEvent.match_id == match_id,
                MatchEvent.to_state.in_({MatchState.DECLINED, MatchState.LAPSED}),
            )
        )
        assert len(ends.all()) == 1


def test_a_run_is_started_once_by_two_coordinators(engine: Engine, session: Session) -> None:
    scheme = make_scheme(session)
    cora_id, scheme_id = make_staff(session, scheme=scheme).id, scheme.id
    session.commit()

    def start(session: Session) -> int:
        scheme = session.get_one(Scheme, scheme_id)
        actor = session.get_one(Party, cora_id)
        return match_runs.start(session, scheme, actor=actor, now=NOW).id

    first, second = at_once(engine, start, start)

    assert first == second


def test_a_double_tap_sends_nothing_twice(engine: Engine, session: Session) -> None:
    match, _ = approved(session)
    matches.answer(session, match, Side.VOLUNTEER, Answer.YES, now=NOW)
    deed = saying(match.id, Side.HOUSEHOLD, Answer.YES)
    session.commit()

    assert not errors(at_once(engine, deed, deed, deed))

    accepted = select(func.count()).where(Notification.kind == "match_accepted")
    assert session.scalar(accepted) == 2


def test_an_approval_is_undone_or_its_message_is_sent_and_never_both(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        match, cora = approved(session)
        match_id, cora_id, asked_at = match.id, cora.id, match.asked_at
        assert asked_at is not None
        key = f"match_offer:{match_id}:volunteer"
        message_id = session.scalar(select(Notification.id).where(Notification.dedupe_key == key))
        assert message_id is not None
        session.commit()

        def undo(session: Session, match_id: int = match_id, cora_id: int = cora_id) -> None:
            match, cora = session.get_one(Match, match_id), session.get_one(Party, cora_id)
            matches.undo(session, match, actor=cora, now=NOW)

        def send(session: Session, row: int = message_id, at: datetime = asked_at) -> bool:
            return outbox.claim(session, Notification, row, at)

        refused, sent = at_once(engine, undo, send)

        session.expire_all()
        assert (refused is None) is not sent
        assert match.state is (MatchState.APPROVED if sent else MatchState.PROPOSED)


def declined(session: Session) -> Match:
    """A household has just said no, after both sides had read the question."""
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    matches.approve(session, match, actor=cora, now=NOW)
    for row in session.scalars(select(Notification).where(Notification.kind == "match_offer")):
        row.status, row.first_tried_at = Delivery.DONE, NOW
    session.flush()
    reason = DeclineReason.NOT_NOW
    matches.answer(session, match, Side.HOUSEHOLD, Answer.NO, reason=reason, now=NOW)
    session.flush()
    return match


def taking_back(match_id: int) -> Deed:
    def take_back(session: Session) -> None:
        mistaken_no.take_back(session, session.get_one(Match, match_id), Side.HOUSEHOLD, NOW)

    return take_back


def test_a_no_is_taken_back_or_told_and_never_both(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        match = declined(session)
        key = f"match_off:{match.id}:volunteer"
        message_id = session.scalar(select(Notification.id).where(Notification.dedupe_key == key))
        assert message_id is not None
        deed = taking_back(match.id)
        session.commit()

        def send(session: Session, row: int = message_id) -> bool:
            return outbox.claim(session, Notification, row, NOW + match_news.TIME_TO_UNDO)

        *tries, sent = at_once(engine, deed, deed, send)

        session.expire_all()
        # Of two taps one counts, unless the message was quicker than both.
        assert len(errors(tries)) == (2 if sent else 1)
        assert match.state is (MatchState.DECLINED if sent else MatchState.APPROVED)


def test_a_no_is_taken_back_or_its_place_is_given_away(engine: Engine, session: Session) -> None:
    for _ in rounds(session):
        match = declined(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        other = make_volunteer(session, scheme_id=match.scheme_id)
        earlier = NOW - timedelta(days=1)
        instead = make_match(
            session, volunteer=other, household=match.household, proposed_at=earlier
        )
        deeds = taking_back(match.id), approving(instead.id, cora.id)
        session.commit()

        results = at_once(engine, *deeds)

        session.expire_all()
        assert len(errors(results)) == 1
        assert {match.state, instead.state} in (
            {MatchState.APPROVED, MatchState.PROPOSED},
            {MatchState.DECLINED, MatchState.APPROVED},
        )


def test_two_coordinators_who_approve_the_same_list_approve_each_match_once(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        scheme = make_scheme(session)
        cora_id = make_staff(session, scheme=scheme).id
        seen = {
            match.public_id: match.version
            for match in (make_match(session, scheme=scheme) for _ in range(3))
        }
        backwards = dict(reversed(seen.items()))
        session.commit()

        outcomes = at_once(engine, approving_all(seen, cora_id), approving_all(backwards, cora_id))

        session.expire_all()
        done = [len(one.done) for one in outcomes if isinstance(one, step_at_once.Outcome)]
        assert sorted(done) == [0, 3]
        approvals = select(func.count()).where(
            MatchEvent.scheme_id == scheme.id, MatchEvent.to_state == MatchState.APPROVED
        )
        assert session.scalar(approvals) == 3
