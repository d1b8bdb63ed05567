"""Thousands of rows of everything that the desk shows, inserted many at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from web.models import (
    EvaluationRound,
    FollowUp,
    Household,
    Match,
    MatchEvent,
    MatchRun,
    Member,
    Need,
    Party,
    Scheme,
    SchemePolicy,
    SpokenLanguage,
    Task,
    Volunteer,
)
from web.models.vocabulary import (
    HelpCategory,
    HouseholdState,
    MatchState,
    Progress,
    RoundState,
    Side,
    Source,
    TaskKind,
    VolunteerState,
)
from web.services import name_index

# Of what belongs to one person or one pair, somebody busy has one for so many people.
SHARE = 100


def make_crowd(session: Session, scheme: Scheme, number: int) -> None:
    """So many volunteers and households more, each of them in one match and with one task.

    Half of the matches are proposals of one run, half wait for answers. The first volunteer was in
    many matches before, the first match has a long history.
    """
    now = datetime.now(UTC)
    first = (session.scalar(select(func.max(Party.id))) or 0) + 1
    volunteers = range(first, first + number)
    households = range(first + number, first + 2 * number)
    _people(session, scheme, volunteers, households, now)
    matches = _matches(session, scheme, volunteers, households, now)
    many = range(max(1, number // SHARE))
    _histories(session, scheme, matches[0], volunteers[0], [households[one] for one in many], now)
    rows = [
        {
            "scheme_id": scheme.id,
            "kind": TaskKind.SAD_FACE,
            "dedupe_key": f"sad:{match_id}",
            "party_id": volunteer,
            "match_id": match_id,
            "created_at": now,
        }
        for match_id, volunteer in zip(matches, volunteers, strict=True)
    ]
    session.execute(insert(Task), rows)
    _decisions(session, scheme, [now - timedelta(days=one) for one in many])
    for _ in name_index.fill(session.connection()):
        pass
    if session.get_bind().dialect.name == "postgresql":
        # As autovacuum does within a minute; until then it guesses that every table is empty.
        session.execute(text("ANALYZE"))


def _people(
    session: Session, scheme: Scheme, volunteers: range, households: range, now: datetime
) -> None:
    def person(party_id: int) -> dict[str, Any]:
        return {
            "id": party_id,
            "scheme_id": scheme.id,
            "first_name": f"Aïcha{party_id}",
            "language": "fr",
            "postcode": "1050",
            # Everybody within reach of a part of the others, as in a town.
            "latitude": 50.80 + party_id % 97 / 1000,
            "longitude": 4.30 + party_id % 89 / 1000,
            "slots": 1 << party_id % 21,
            "created_at": now - timedelta(minutes=party_id),
            "ready_at": now - timedelta(weeks=9, minutes=party_id),
        }

    session.execute(
        insert(Volunteer), [{**person(one), "state": VolunteerState.READY} for one in volunteers]
    )
    home = {"state": HouseholdState.READY, "source": Source.SELF}
    session.execute(insert(Household), [{**person(one), **home} for one in households])
    spoken = [{"party_id": one, "tag": "fr", "level": 4} for one in (*volunteers, *households)]
    session.execute(insert(SpokenLanguage), spoken)
    session.execute(
        insert(Need), [{"household_id": one, "category": HelpCategory.MEAL} for one in households]
    )
    session.execute(
        insert(Member), [{"household_id": one, "birth_year": 2015} for one in households]
    )


def _matches(
    session: Session, scheme: Scheme, volunteers: range, households: range, now: datetime
) -> list[int]:
    run = MatchRun(
        scheme_id=scheme.id,
        progress=Progress.DONE,
        created_at=now,
        finished_at=now,
        proven=True,
        receipt={"entrants": {"volunteers": {}, "households": {}}},
    )
    session.add(run)
    session.flush()
    rows = [
        {
            "scheme_id": scheme.id,
            "run_id": run.id,
            "volunteer_id": volunteer,
            "household_id": household,
            "state": MatchState.APPROVED if place % 2 else MatchState.PROPOSED,
            "proposed_at": now - timedelta(weeks=9, minutes=volunteer),
        }
        for place, (volunteer, household) in enumerate(zip(volunteers, households, strict=True))
    ]
    session.execute(insert(Match), rows)
    names = select(Household.public_id).where(Household.id.in_(households[:2000]))
    public_ids = session.scalars(names).all()
    plan_b = session.scalars(select(Volunteer.public_id).where(Volunteer.id == volunteers[0])).one()
    run.waiting = [{"household": one, "funnel": [], "relaxation": None} for one in public_ids]
    run.alternatives = {one: [{"volunteer": plan_b, "points": 5, "value": 5}] for one in public_ids}
    session.flush()
    of_run = select(Match.id).where(Match.run_id == run.id).order_by(Match.volunteer_id)
    return list(session.scalars(of_run))


def _histories(
    session: Session,
    scheme: Scheme,
    match_id: int,
    volunteer: int,
    households: list[int],
    now: datetime,
) -> None:
    mine = {"scheme_id": scheme.id, "match_id": match_id}
    moves = [{**mine, "at": now, "to_state": MatchState.PAUSED} for _ in households]
    session.execute(insert(MatchEvent), moves)
    asked = [
        {
            **mine,
            "party_id": volunteer,
            "side": Side.VOLUNTEER,
            "step": f"{week}w",
            "due_on": date(2026, 1, 1),
        }
        for week, _ in enumerate(households)
    ]
    session.execute(insert(FollowUp), asked)
    before = [
        {
            "scheme_id": scheme.id,
            "volunteer_id": volunteer,
            "household_id": household,
            "state": MatchState.ENDED,
            "proposed_at": now,
        }
        for household in households
    ]
    session.execute(insert(Match), before)


def _decisions(session: Session, scheme: Scheme, days: list[datetime]) -> None:
    """A policy and a round of the evaluation for each of these days."""
    newest = select(func.max(SchemePolicy.version)).where(SchemePolicy.scheme_id == scheme.id)
    version = session.scalar(newest) or 0
    rows: list[dict[str, Any]] = [
        {"scheme_id": scheme.id, "version": version + place, "name": "A policy", "saved_at": day}
        for place, day in enumerate(days, start=1)
    ]
    session.execute(insert(SchemePolicy), rows)
    rounds = [
        {
            "scheme_id": scheme.id,
            "year": 2000 - version - place,
            "state": RoundState.PLANNED,
            "opens_on": day.date(),
            "closes_on": day.date(),
        }
        for place, day in enumerate(days)
    ]
    session.execute(insert(EvaluationRound), rounds)
