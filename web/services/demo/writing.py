"""Invented people into the database, thousands of rows a statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from web.models import (
    Base,
    Household,
    Member,
    NamePart,
    Need,
    Offer,
    Party,
    Screening,
    SpokenLanguage,
    Volunteer,
)
from web.models.name_part import parts_of
from web.services.demo.pairing import Known
from web.services.demo.people import Row

BLOCK = 2000
VALID_FOR = timedelta(days=3 * 365)


def write_people(
    session: Session,
    side: type[Volunteer | Household],
    rows: Iterable[Row],
    progress: Callable[[int], None],
    *,
    checked_by: int,
) -> list[Known]:
    """Insert everybody and remember them; `progress` is told how many more are in."""
    known: list[Known] = []
    remaining = iter(rows)
    while block := list(islice(remaining, BLOCK)):
        ids = session.execute(
            insert(Party.__table__).returning(  # type: ignore[arg-type]
                Party.__table__.c.id, sort_by_parameter_order=True
            ),
            [row.party for row in block],
        ).scalars()
        people = list(zip(ids, block, strict=True))
        session.execute(
            insert(side.__table__),  # type: ignore[arg-type]
            [{"id": party_id, **row.side} for party_id, row in people],
        )
        _write_details(session, people, checked_by)
        known.extend(Known.of(party_id, row) for party_id, row in people)
        progress(len(block))
    return known


def _write_details(session: Session, people: list[tuple[int, Row]], checked_by: int) -> None:
    details: dict[type[Base], list[dict[str, Any]]] = {
        SpokenLanguage: [
            {"party_id": party_id, "tag": tag, "level": level}
            for party_id, row in people
            for tag, level in row.languages.items()
        ],
        NamePart: [
            {"scheme_id": row.party["scheme_id"], "key": key, "party_id": party_id}
            for party_id, row in people
            for key in parts_of(row.party["scheme_id"], _name_of(row))
        ],
        Offer: [
            {"party_id": party_id, "category": category}
            for party_id, row in people
            for category in row.offers
        ],
        Screening: [
            {
                "volunteer_id": party_id,
                "seen_on": row.screened_on,
                "checked_by_id": checked_by,
                "passed": True,
                "renew_on": row.screened_on + VALID_FOR,
            }
            for party_id, row in people
            if row.screened_on
        ],
        Need: [
            {"household_id": party_id, "category": category, "priority": priority}
            for party_id, row in people
            for category, priority in row.needs
        ],
        Member: [
            {"household_id": party_id, "birth_year": year}
            for party_id, row in people
            for year in row.birth_years
        ],
    }
    for table, values in details.items():
        if values:
            session.execute(insert(table), values)


def _name_of(row: Row) -> str:
    return f"{row.party['first_name']} {row.party['last_name']}"
