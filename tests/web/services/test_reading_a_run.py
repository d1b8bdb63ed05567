from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_scheme, make_volunteer
from tests.web.coordinator.statements import counting
from web.models.vocabulary import HouseholdState, MatchState, VolunteerState
from web.services import matching_input


def test_who_takes_part_is_ready_has_a_place_and_has_room(session: Session) -> None:
    scheme = make_scheme(session)
    busy = make_volunteer(session, scheme=scheme, capacity=3)
    served = make_household(session, scheme=scheme, wanted=2)
    make_match(session, volunteer=busy, household=served, state=MatchState.ACTIVE)
    full = make_volunteer(session, scheme=scheme)
    make_match(session, volunteer=full, household=served, state=MatchState.ENDED)
    make_match(session, volunteer=full, state=MatchState.ACTIVE)
    make_volunteer(session, scheme=scheme, state=VolunteerState.PAUSED)
    make_volunteer(session, scheme=scheme, latitude=None)
    make_household(session, scheme=scheme, state=HouseholdState.INTAKE)
    make_household(session, scheme=scheme, latitude=None)
    make_volunteer(session)
    found = matching_input.entrants_of(session, scheme.id)
    assert found == {
        "volunteers": {busy.public_id: 2},
        "households": {served.public_id: 1},
    }


def test_reading_a_run_takes_as_many_queries_for_few_as_for_many(
    engine: Engine, session: Session
) -> None:
    scheme = make_scheme(session)
    taken = []
    for _round in range(2):
        for _person in range(15):
            make_volunteer(session, scheme=scheme, child_birth_years=[2016], wants=["meal"])
            make_household(session, scheme=scheme, members=[1990, 2015])
        session.commit()
        with Session(engine) as fresh, counting(engine) as statements:
            inputs = matching_input.read(fresh, fresh.merge(scheme), datetime.now(UTC))
        taken.append(len(statements.sent))
    assert len(inputs.volunteers) == len(inputs.households) == 30
    assert taken[0] == taken[1]
