"""A scheme in full swing: everything that the desk shows, in every state that it can be in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import InstrumentedAttribute, Session, sessionmaker

from tests.factories import (
    make_absence,
    make_household,
    make_match,
    make_policy,
    make_preview,
    make_staff,
    make_volunteer,
)
from tests.web.desk.routes import Things
from web.models import (
    Absence,
    CampaignCode,
    EvaluationRound,
    Household,
    Match,
    MatchRun,
    Note,
    PolicyPreview,
    Scheme,
    SchemePolicy,
    Staff,
    Task,
    ToldChange,
    Volunteer,
)
from web.models.vocabulary import (
    Campaign,
    HouseholdState,
    MatchState,
    Progress,
    Role,
    RoundState,
    TaskKind,
    Topic,
    VolunteerState,
)
from web.services import campaigns, demo, match_runs, notes, previews
from web.services.clock import local_date

SIZE = demo.DemoSize(volunteers=16, households=16)
LONG_AGO = timedelta(days=400)


def fill(engine: Engine) -> None:
    """The demonstration with a match run, and whatever state it happens to lack."""
    now = datetime.now(UTC)
    transaction = sessionmaker(engine).begin
    with transaction() as session:
        scheme = demo.fill(session, SIZE, now, lambda _: None)
        run_id = match_runs.start(session, scheme, actor=None, now=now).id
    match_runs.execute(transaction, run_id)
    with transaction() as session:
        preview_id = make_preview(session, coordinator(session)).id
    previews.execute(transaction, preview_id)
    with transaction() as session:
        _complete(session, session.scalars(select(Scheme)).one(), now)


def coordinator(session: Session) -> Staff:
    """The first one, who is called by the demonstration."""
    return session.scalars(
        select(Staff).where(Staff.duty == Role.COORDINATOR).order_by(Staff.id).limit(1)
    ).one()


def _complete(session: Session, scheme: Scheme, now: datetime) -> None:
    for state in VolunteerState:
        make_volunteer(session, scheme=scheme, state=state, street="Rue Haute 1")
    for home in HouseholdState:
        make_household(session, scheme=scheme, state=home, members=[1990, 2015])
    for step in MatchState:
        make_match(session, scheme=scheme, state=step, proposed_at=now - LONG_AGO)
    match = make_match(session, scheme=scheme)
    for kind in TaskKind:
        session.add(
            Task(
                scheme_id=scheme.id,
                kind=kind,
                dedupe_key=f"example:{kind}",
                party_id=match.volunteer_id,
                match_id=match.id,
                created_at=now - LONG_AGO,
            )
        )
    me, colleague = coordinator(session), make_staff(session, scheme=scheme)
    for progress in Progress:
        run = MatchRun(
            scheme_id=scheme.id, progress=progress, created_at=now - LONG_AGO, percent=40
        )
        if progress is Progress.CANCELLED:
            run.cancelled_by, run.finished_at = me, now - LONG_AGO
        session.add(run)
        if progress is not Progress.DONE:
            over = {"cancelled_by": me, "finished_at": now} if run.finished_at else {}
            make_preview(session, me, progress=progress, **over)
    for year, state_of_round in enumerate(RoundState, start=2011):
        session.add(
            EvaluationRound(
                scheme_id=scheme.id,
                year=year,
                state=state_of_round,
                opens_on=local_date(now),
                closes_on=local_date(now) + timedelta(days=30),
            )
        )
    make_policy(session, scheme)
    campaigns.make(session, scheme, "Market stall", Campaign.POSTER, actor=me, now=now)
    old = campaigns.make(session, scheme, "Last year", Campaign.POSTER, actor=me, now=now)
    campaigns.retire(session, old, actor=me, now=now)
    make_absence(session, me, colleague, local_date(now), local_date(now) + timedelta(days=7))
    notes.write(session, match.household, "Rings twice.", author=me, now=now)
    for topic, told in ((Topic.PHONE, "+32470123456"), (Topic.OTHER, "We have a dog now.")):
        change = ToldChange(
            scheme_id=scheme.id, household=match.household, topic=topic, told=told, told_at=now
        )
        session.add(change)


def things(session: Session) -> Things:
    """One of everything in each state, by the word that addresses use."""
    one = partial(_one_in_each_state, session)
    policies = session.scalars(select(SchemePolicy.public_id).limit(1))
    tasks = session.scalars(select(Task.public_id).limit(1))
    return {
        "volunteers": one(Volunteer, Volunteer.state),
        "households": one(Household, Household.state),
        "matches": one(Match, Match.state),
        "runs": one(MatchRun, MatchRun.progress),
        "evaluation": one(EvaluationRound, EvaluationRound.state),
        "policy": policies.all(),
        "previews": one(PolicyPreview, PolicyPreview.progress),
        "tasks": tasks.all(),
        "absences": session.scalars(select(Absence.public_id)).all(),
        "notes": session.scalars(select(Note.public_id)).all(),
        "campaigns": session.scalars(select(CampaignCode.public_id)).all(),
        "told": session.scalars(select(ToldChange.public_id)).all(),
    }


def _one_in_each_state(
    session: Session, kind: type[Any], state: InstrumentedAttribute[Any]
) -> list[str]:
    """The first of a kind in each state, by public id."""
    first = select(func.min(kind.id)).group_by(state)
    return list(session.scalars(select(kind.public_id).where(kind.id.in_(first))))
