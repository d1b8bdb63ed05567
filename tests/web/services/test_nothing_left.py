"""Whatever refers to somebody is found when they are erased: every table, every way to refer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Column, Table, insert, select
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_staff, make_task, make_volunteer
from tests.factories.one_each import row_of
from web.models import Base, Match, Party, Scheme
from web.models.encryption import EncryptedText
from web.models.vocabulary import Side
from web.services import personal_data
from web.services.personal_data import HOLDINGS
from web.services.personal_data.holding import Unshown

SECRET = "Quokka"
PEOPLE = {"party", "volunteer", "household"}
# What the other rows refer to.
REFERRED_TO = PEOPLE | {"match"}


def _leads_to(column: Column[Any]) -> str:
    return "".join(key.column.table.name for key in column.foreign_keys)


def _is_of_colleagues(column: Column[Any]) -> bool:
    """Whether the registry says that only a colleague stands there."""
    said = [one.unshown.get(column.name) for one in HOLDINGS if one.rows is column.table]
    return set(said) == {Unshown.COLLEAGUE}


def _ways() -> list[tuple[str, str, str]]:
    """Every column by which a row is about a person, or about a match and nobody of the two.

    Each with whom it leads to.
    """
    found = []
    for table in dict.fromkeys(one.rows for one in HOLDINGS if one.rows.name not in REFERRED_TO):
        persons = [
            column
            for column in table.columns
            if _leads_to(column) in PEOPLE
            and column.name != "scheme_id"
            and not _is_of_colleagues(column)
        ]
        for column in persons:
            kinds = {_leads_to(column)} & set(Side) or set(Side)
            found += [(table.name, column.name, kind) for kind in sorted(kinds)]
        # Where a row always says whose of the two it is, the match does not make it the other's.
        if "match_id" in table.columns and all(column.nullable for column in persons):
            found += [(table.name, "match_id", kind) for kind in Side]
    return found


def _filled(
    session: Session, table: Table, way: str, person: Party, match: Match
) -> dict[str, Any]:
    """A row that refers to the person in this way only, with the secret in every text."""
    row = row_of(session, table)
    row |= {one.name: SECRET for one in table.columns if isinstance(one.type, EncryptedText)}
    # What a rule of its table asks for may be another way to refer to somebody.
    row |= {one.name: None for one in table.columns if one.nullable and one.foreign_keys}
    if "side" in table.columns:
        row["side"] = Side(person.kind)
    return row | {way: match.id if way == "match_id" else person.id}


@pytest.mark.parametrize(("name", "way", "kind"), _ways())
def test_a_row_that_is_about_somebody_is_found_and_keeps_none_of_its_words(
    session: Session, now: datetime, name: str, way: str, kind: str
) -> None:
    table = Base.metadata.tables[name]
    # Their tables take one row for each category.
    volunteer = make_volunteer(session, offers=())
    household = make_household(session, scheme_id=volunteer.scheme_id, needs={})
    match = make_match(session, volunteer=volunteer, household=household)
    rounds = Base.metadata.tables["evaluation_round"]
    session.execute(insert(rounds), row_of(session, rounds))
    person = volunteer if kind == Side.VOLUNTEER else household
    make_staff(session, scheme_id=match.scheme_id)
    row = insert(table).values(_filled(session, table, way, person, match))
    key = session.connection().execute(row).inserted_primary_key
    assert key is not None
    this = [column == value for column, value in zip(table.primary_key, key, strict=True)]
    found = [
        session.scalar(select(1).select_from(table).where(*this, one.of(person)))
        for one in HOLDINGS
        if one.rows is table
    ]
    assert any(found), f"say in web/services/personal_data whose {name} is by its {way}"

    personal_data.erase(session, person, person, now)
    left = session.execute(select(table).where(*this)).mappings().all()
    assert SECRET not in str(left)


def test_a_note_with_a_task_about_the_other_one_of_a_match_loses_its_words_too(
    session: Session, now: datetime
) -> None:
    match = make_match(session)
    cora = make_staff(session, scheme_id=match.scheme_id)
    scheme = session.get_one(Scheme, match.scheme_id)
    task = make_task(session, scheme, party=match.volunteer, match=match, handed_note=SECRET)
    personal_data.erase(session, match.household, cora, now)
    session.refresh(task)
    assert (task.party_id, task.handed_note) == (match.volunteer_id, None)
