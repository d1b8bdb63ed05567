"""Two coordinators decide by hand about the same two at once, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_staff, make_volunteer
from tests.races import rounds
from tests.web.services.deeds import Deed, approving, at_once, errors
from web.models import Household, Match, NeverPair, Party, Pin, Volunteer
from web.models.vocabulary import EndReason, InsistReason, MatchState, NeverReason
from web.services import decided_pairs, matches, proposals
from web.services.clock import local_date
from web.services.errors import ChangedMeanwhile

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def _pair(session: Session, volunteer_id: int, household_id: int) -> tuple[Volunteer, Household]:
    return session.get_one(Volunteer, volunteer_id), session.get_one(Household, household_id)


def _forbidding(volunteer_id: int, household_id: int, actor_id: int) -> Deed:
    def forbid(session: Session) -> None:
        decided_pairs.forbid(
            session,
            *_pair(session, volunteer_id, household_id),
            actor=session.get_one(Party, actor_id),
            said_by=None,
            reason=NeverReason.CONFLICT,
            now=NOW,
        )

    return forbid


def _pinning(volunteer_id: int, household_id: int, actor_id: int) -> Deed:
    def pin(session: Session) -> None:
        decided_pairs.pin(
            session,
            *_pair(session, volunteer_id, household_id),
            actor=session.get_one(Party, actor_id),
            reason=InsistReason.THEY_ASKED,
            now=NOW,
        )

    return pin


def _proposing(volunteer_id: int, household_id: int, actor_id: int) -> Deed:
    def propose(session: Session) -> None:
        proposals.propose_by_hand(
            session,
            *_pair(session, volunteer_id, household_id),
            actor=session.get_one(Party, actor_id),
            now=NOW,
        )

    return propose


def _reopening(match_id: int, actor_id: int) -> Deed:
    def reopen(session: Session) -> None:
        actor = session.get_one(Party, actor_id)
        matches.reopen(session, session.get_one(Match, match_id), actor=actor, now=NOW)

    return reopen


def test_two_who_propose_or_pin_the_same_two_make_one_and_the_second_is_told(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        scheme = make_scheme(session)
        ids = make_volunteer(session, scheme=scheme).id, make_household(session, scheme=scheme).id
        actors = [make_staff(session, scheme=scheme).id for _ in range(2)]
        session.commit()
        for deed, table in ((_proposing, Match), (_pinning, Pin)):
            problems = errors(at_once(engine, *(deed(*ids, actor) for actor in actors)))
            assert [type(problem) for problem in problems] == [ChangedMeanwhile]
            rows = select(func.count()).where(table.volunteer_id == ids[0])
            assert session.scalar(rows) == 1
            session.commit()


def test_a_pair_is_forbidden_before_it_is_approved_or_after_and_never_unseen(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        match = make_match(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        forbid = _forbidding(match.volunteer_id, match.household_id, cora.id)
        approve = approving(match.id, cora.id)
        session.commit()

        forbidden, approved = at_once(engine, forbid, approve)

        session.expire_all()
        assert forbidden is None
        assert session.scalar(
            select(func.count()).where(NeverPair.volunteer_id == match.volunteer_id)
        )
        # Approved first, it goes on until somebody ends it; forbidden first, it is rejected.
        wanted = MatchState.APPROVED if approved is None else MatchState.REJECTED
        assert match.state is wanted


def test_a_reopened_match_and_a_new_one_do_not_share_the_last_place(
    engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        match = make_match(session, state=MatchState.ACTIVE, first_meeting_on=local_date(NOW))
        cora = make_staff(session, scheme_id=match.scheme_id)
        matches.end(session, match, actor=cora, reason=EndReason.OTHER, now=NOW)
        other = make_match(session, volunteer=match.volunteer)
        deeds = _reopening(match.id, cora.id), approving(other.id, cora.id)
        session.commit()

        assert len(errors(at_once(engine, *deeds))) == 1
