"""A run of the matcher from its button to its proposals."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from web.models import Match, MatchRun, Scheme
from web.models.vocabulary import HelpCategory, Level, MatchState
from web.services import jobs, match_runs
from web.services.transaction import Transaction


def two_pairs_and_one_alone(session: Session) -> Scheme:
    """Two pairs that speak with each other, and a family whose language nobody shares."""
    scheme = make_scheme(session)
    for number in range(2):
        make_volunteer(session, scheme=scheme, latitude=50.83 + number / 1000)
        make_household(session, scheme=scheme, latitude=50.83 + number / 1000)
    make_household(
        session,
        scheme=scheme,
        languages={"so": Level.NATIVE},
        needs={HelpCategory.HOMEWORK: 1},
        first_name="Alone",
    )
    session.commit()
    return scheme


def run_once(session: Session, scheme: Scheme, transaction: Transaction) -> MatchRun:
    cora = make_staff(session, scheme=scheme)
    run = match_runs.start(session, scheme, actor=cora, now=datetime.now(UTC))
    session.commit()
    assert jobs.perform_due(transaction) == 1
    session.expire_all()
    return run


def proposed(session: Session) -> list[Match]:
    session.expire_all()
    rows = session.scalars(select(Match).where(Match.state == MatchState.PROPOSED))
    return list(rows.all())
