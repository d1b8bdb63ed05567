"""The demonstration that the pictures show: the same people each time, on the same Wednesday."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import flask_migrate
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from config import settings as configuration
from web import create_app
from web.models import Household, Match, MatchRun, Scheme, Staff, Task, Volunteer
from web.models.vocabulary import MatchState, Role, TaskKind
from web.queries import decided
from web.services import (
    absences,
    caseload,
    clock,
    demo,
    first_visit,
    match_runs,
    matches,
    notes,
    staff,
    tasks,
    why,
)
from web.services.sweeps import SWEEPS
from web.transactions import transaction

# Half past nine in Brussels.
MORNING = datetime(2026, 11, 25, 8, 30, tzinfo=UTC)
# As in most schemes there are too few volunteers, so that one family takes another's place.
SCARCE = demo.DemoSize(volunteers=70, households=130)
AWAY = timedelta(days=9)
HOUSEHOLDS_OF_THE_COLLEAGUE = 30
NOTE = "Called both. They get along; the evening does not suit the children. I propose Saturdays."
HANDED = "I did not reach them on Monday. After six in the evening is best."


@dataclass(frozen=True, slots=True)
class Doors:
    """Paths of what the pictures show."""

    coordinator: str
    family: str
    run: str
    pair: str
    match: str
    briefing: str


def application(folder: Path) -> Flask:
    """On a database of its own in `folder`; settings of this computer are not asked."""
    values = {
        "PALIER_ENV": "test",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/palier.db",
        # Posters show it.
        "BASE_URL": "http://voisins.example",
        "SECRET_KEY": "of pictures, which hide nothing",
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "TILE_URL": "",
        "PALIER_LOG_LEVEL": "WARNING",
    }
    return create_app(configuration.load(values))


def fill(app: Flask, migrations: Path) -> Doors:
    """People with their history, what fell due, a colleague who is away, and a match run."""
    with app.app_context():
        flask_migrate.upgrade(directory=str(migrations))
        with transaction() as session:
            now = clock.advance(session, MORNING - datetime.now(UTC))
            scheme = demo.fill(session, SCARCE, now, lambda _: None)
            _colleague(session, scheme, now)
        for _name, sweep in SWEEPS:
            with transaction() as session:
                sweep(session, clock.now(session))
        with transaction() as session:
            scheme, claire = session.scalars(select(Scheme)).one(), _claire(session)
            run_id = match_runs.start(session, scheme, actor=claire, now=clock.now(session)).id
        match_runs.execute(transaction, run_id)
        with transaction() as session:
            return _doors(session, session.get_one(MatchRun, run_id), clock.now(session))


def _claire(session: Session) -> Staff:
    return session.scalars(select(Staff).order_by(Staff.id).limit(1)).one()


def _colleague(session: Session, scheme: Scheme, now: datetime) -> None:
    """Samira, who has households of her own."""
    claire = _claire(session)
    samira = staff.add(
        session,
        scheme,
        first_name="Samira",
        last_name="Haddad",
        email="samira@example.org",
        role=Role.COORDINATOR,
        language="fr",
        now=now,
    )
    households = session.scalars(
        select(Household).order_by(Household.id).limit(HOUSEHOLDS_OF_THE_COLLEAGUE)
    )
    for household in households:
        caseload.entrust(session, household, samira, claire, now)


def _doors(session: Session, run: MatchRun, now: datetime) -> Doors:
    coordinators = select(Staff).where(Staff.duty == Role.COORDINATOR)
    claire, samira = session.scalars(coordinators.order_by(Staff.id))
    today = clock.local_date(now)
    absence = absences.record(
        session, samira, claire, from_on=today, until_on=today + AWAY, actor=samira, now=now
    )
    sad, urgent, *others = _tasks(session)
    notes.write(session, sad.match, NOTE, samira, now - timedelta(days=1))
    hand = partial(tasks.hand_over, session, version=None, now=now)
    hand(urgent, claire, actor=samira, note=HANDED)
    for task in others[:2]:
        hand(task, samira, actor=claire, note="")
    _ask_in_arabic(session, claire, now)
    volunteer, household = _pair_with_a_price(session, run, now)
    ways = first_visit.ways_in(session, now)
    return Doors(
        coordinator=ways["A coordinator signs in:"],
        family=ways["A household answers:"],
        run=f"/desk/runs/{run.public_id}",
        pair=f"/desk/households/{household.public_id}/why?other={volunteer.public_id}",
        match=f"/desk/matches/{sad.match.public_id}",
        briefing=f"/desk/absences/{absence.public_id}/briefing",
    )


def _tasks(session: Session) -> list[Task]:
    """Sad faces first."""
    return sorted(
        session.scalars(select(Task)),
        key=lambda task: (task.kind is not TaskKind.SAD_FACE, task.id),
    )


def _ask_in_arabic(session: Session, claire: Staff, now: datetime) -> None:
    """A family that reads from the right, whose question has left."""
    proposal = session.scalars(
        select(Match)
        .join(Household, Household.id == Match.household_id)
        .where(Match.state == MatchState.PROPOSED, Household.language == "ar")
        .order_by(Match.id)
        .limit(1)
    ).one()
    matches.approve(session, proposal, actor=claire, now=now - timedelta(hours=1))


def _pair_with_a_price(
    session: Session, run: MatchRun, now: datetime
) -> tuple[Volunteer, Household]:
    """Two who could meet, although another family would then wait: a next best of the run."""
    scheme = session.scalars(select(Scheme)).one()
    for public_id, others in sorted(run.alternatives.items()):
        for other in others:
            volunteer, household, known = decided.pair(session, other["volunteer"], public_id)
            price = why.ask(session, scheme, volunteer, household, known, now=now).price
            if price and price.who_would_wait:
                return volunteer, household
    raise SystemExit("In this demonstration nobody takes anybody's place.")
