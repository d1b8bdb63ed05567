"""A row that breaks a duty is told and left as it was; the others do not wait for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from tests.factories import make_match, make_scheme, make_volunteer
from web.models import Match, MatchEvent, Notification, Party, Scheme, Task
from web.models.vocabulary import MatchState
from web.services import answers, duties, next_best, one_by_one, unplaced
from web.services.clock import local_date
from web.services.transaction import Transaction

NOW = datetime.now(UTC)


def spoil(session: Session, party: Party) -> None:
    """Its first name is encrypted, and nothing opens it any more."""
    spoilt = text("UPDATE party SET first_name = 'spoilt' WHERE id = :id")
    session.execute(spoilt, {"id": party.id})


def lapsing(session: Session, scheme: Scheme) -> Match:
    return make_match(
        session,
        scheme=scheme,
        state=MatchState.APPROVED,
        approved_at=NOW - timedelta(days=9),
        answer_by=local_date(NOW) - timedelta(days=1),
    )


def test_one_match_that_cannot_lapse_holds_up_no_other_and_stays_as_it_was(
    session: Session, transaction: Transaction
) -> None:
    scheme = make_scheme(session)
    matches = [lapsing(session, scheme) for _ in range(3)]
    bad = matches[1]
    ids = [match.id for match in matches]
    spoil(session, bad.household)
    session.commit()

    outcome = duties.perform(transaction, "lapse_overdue", answers.lapse_overdue)

    assert outcome.problem == "UnreadableError"
    session.expire_all()
    states = session.scalars(select(Match.state).where(Match.id.in_(ids)).order_by(Match.id))
    assert states.all() == [MatchState.LAPSED, MatchState.APPROVED, MatchState.LAPSED]
    moved = select(MatchEvent.match_id).where(MatchEvent.to_state == MatchState.LAPSED)
    assert set(session.scalars(moved)) == {ids[0], ids[2]}
    told = session.scalars(select(Notification.party_id)).all()
    assert bad.volunteer_id not in told
    assert len(told) == 4


def test_somebody_who_cannot_even_be_read_holds_up_nobody(
    session: Session, transaction: Transaction
) -> None:
    people = [make_volunteer(session, latitude=None, longitude=None) for _ in range(3)]
    ids = [person.id for person in people]
    spoil(session, people[0])
    session.commit()

    assert duties.perform(transaction, "unplaced", unplaced.alarm).problem == "UnreadableError"

    assert set(session.scalars(select(Task.party_id))) == set(ids[1:])


def test_a_duty_that_went_well_says_so_after_one_that_did_not(
    session: Session, transaction: Transaction
) -> None:
    spoil(session, make_volunteer(session, latitude=None, longitude=None))
    session.commit()
    assert duties.perform(transaction, "unplaced", unplaced.alarm).problem
    assert not duties.perform(transaction, "next_best", next_best.propose_due).problem


def test_a_database_that_is_away_ends_the_duty_for_all_rows(session: Session) -> None:
    tried = []

    def act(party: Party) -> int:
        tried.append(party.id)
        raise OperationalError("", {}, ConnectionError())

    ids = [make_volunteer(session).id for _ in range(2)]
    with pytest.raises(OperationalError):
        one_by_one.one_by_one(session, Party, ids, act)
    assert len(tried) == 1
