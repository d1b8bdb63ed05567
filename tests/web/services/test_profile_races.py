"""Two people put the same profile right at once, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from tests.races import rounds
from tests.web.services.deeds import Deed, at_once, errors
from web.models import FieldChange, Household, Party, Volunteer
from web.models.vocabulary import Level, ProfileField
from web.services import history, household_profiles, volunteer_profiles
from web.services.errors import ProfileChanged

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
KINDS = {"household": Household, "volunteer": Volunteer}


def _revising(kind: str, person_id: int, actor_id: int, seen: str, **told: Any) -> Deed:
    revise = household_profiles.revise if kind == "household" else volunteer_profiles.revise

    def put_right(session: Session) -> None:
        person = session.get_one(KINDS[kind], person_id)
        assert isinstance(person, Household | Volunteer)
        # As a page does, before it knows that somebody else is at it.
        history.values_of(person)
        revise(session, person, told, session.get_one(Party, actor_id), NOW, seen)  # type: ignore[arg-type]

    return put_right


def _someone(session: Session, kind: str) -> tuple[Household | Volunteer, list[int]]:
    scheme = make_scheme(session)
    make = make_household if kind == "household" else make_volunteer
    person = make(session, scheme=scheme, slots=1, languages={"fr": Level.BASIC})
    return person, [make_staff(session, scheme=scheme).id for _ in range(2)]


@pytest.mark.parametrize("kind", KINDS)
def test_of_two_who_change_one_field_one_is_kept_and_the_other_is_told(
    kind: str, engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        person, actors = _someone(session, kind)
        seen, person_id = history.marks_of(person), person.id
        # From here on the test's own session must not hold SQLite's one writer lock.
        session.commit()
        tags = ("ar", "uk")
        problems = at_once(
            engine,
            *(
                _revising(kind, person_id, actor, seen, languages={tag: Level.NATIVE})
                for actor, tag in zip(actors, tags, strict=True)
            ),
        )
        (refusal,) = errors(problems)
        assert isinstance(refusal, ProfileChanged)
        (overtaken,) = refusal.fields
        won = problems.index(None)
        winner = session.get_one(Party, actors[won])
        assert (overtaken.field, overtaken.by) == (ProfileField.LANGUAGES, winner.full_name)
        assert overtaken.now == f"{tags[won]}:4"
        session.expire_all()
        assert [row.tag for row in person.languages] == [tags[won]]
        mine = select(FieldChange.actor_id).where(FieldChange.party_id == person.id)
        assert session.scalars(mine).all() == [actors[won]]


@pytest.mark.parametrize("kind", KINDS)
def test_two_who_change_different_fields_disturb_nobody(
    kind: str, engine: Engine, session: Session
) -> None:
    for _ in rounds(session):
        person, (cora, dora) = _someone(session, kind)
        seen, person_id = history.marks_of(person), person.id
        # From here on the test's own session must not hold SQLite's one writer lock.
        session.commit()
        at_once(
            engine,
            _revising(kind, person_id, cora, seen, languages={"ar": Level.NATIVE}),
            _revising(kind, person_id, dora, seen, slots=6),
        )
        session.expire_all()
        assert ([row.tag for row in person.languages], person.slots) == (["ar"], 6)
