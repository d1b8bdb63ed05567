from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests import databases
from tests.browsing import Client
from tests.factories import make_household, make_match, make_volunteer
from tests.web.coordinator.statements import counting
from web.models import AuditEvent, Scheme, Staff
from web.models.vocabulary import HelpCategory, Level, MatchState, VolunteerState
from web.services import clock

# Rows are streamed differently by each.
pytestmark = pytest.mark.parametrize("app", databases.BOTH, indirect=True)

KINDS = ("volunteers", "households", "matches")


def _csv(answer: TestResponse) -> list[list[str]]:
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def _xlsx(answer: TestResponse) -> list[Sequence[object]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_a_list_of_volunteers_is_saved_as_it_is_filtered_and_ordered(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    for name, postcode in (("Zoë", "9000"), ("Aïcha", "1000")):
        make_volunteer(
            session, scheme=scheme, first_name=name, last_name='Lê; "Bé"', postcode=postcode
        )
    gone = make_volunteer(session, scheme=scheme, state=VolunteerState.LEFT)
    answer = client.press("/desk/volunteers/export?state=ready&order=place", format="csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert answer.mimetype == "text/csv"
    heading, *rows = _csv(answer)
    assert heading[:3] == ["Name", "State", "Postcode"]
    assert [row[0] for row in rows] == ['Aïcha Lê; "Bé"', 'Zoë Lê; "Bé"']
    signed_up = clock.local_date(gone.created_at).isoformat()
    assert rows[0][1:] == [
        *("ready", "1000", "Ixelles", "Arabic, English, French", "0", "1", signed_up)
    ]


def test_a_workbook_has_days_and_numbers_as_such(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    household = make_household(
        session,
        scheme=scheme,
        first_name="Amina",
        last_name="",
        members=[1990, 2015],
        needs={HelpCategory.HOMEWORK: 1},
        languages={"ti": Level.NATIVE},
    )
    make_match(session, household=household, state=MatchState.ACTIVE)
    answer = client.press("/desk/households/export", format="xlsx")
    assert ".xlsx" in answer.headers["Content-Disposition"]
    _heading, row = _xlsx(answer)
    assert row[0] == "Amina"
    assert row[4] == "Tigrinya"
    assert row[5] == "homework help"
    assert row[6:9] == (3, 1, 1)
    assert isinstance(row[9], datetime)


def test_a_list_of_matches_names_both_sides_and_the_days(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    match = make_match(
        session, scheme=scheme, state=MatchState.ACTIVE, first_meeting_on=date(2026, 3, 4)
    )
    make_match(session, scheme=scheme)
    answer = client.press("/desk/matches/export?state=active", format="csv")
    (row,) = _csv(answer)[1:]
    assert row[:3] == [match.volunteer.full_name, match.household.full_name, "active"]
    assert row[4:] == ["2026-03-04", ""]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_name_that_a_spreadsheet_would_run_as_a_formula_is_kept_as_text(
    start: str, kind: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_volunteer(session, scheme=scheme, first_name=f"{start}cmd|'/c calc'!A0", last_name="")
    answer = client.press("/desk/volunteers/export", format=kind)
    rows: Sequence[Sequence[object]] = _csv(answer) if kind == "csv" else _xlsx(answer)
    assert rows[1][0] == f"'{start}cmd|'/c calc'!A0"


@pytest.mark.parametrize("kind", KINDS)
def test_each_export_leaves_a_trace_and_looking_at_the_list_leaves_none(
    kind: str, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    make_match(session, scheme=scheme)
    page = client.get(f"/desk/{kind}").text
    assert f'action="/desk/{kind}/export"' in page
    assert client.get(f"/desk/{kind}/export").status_code in {404, 405}
    assert session.scalars(select(AuditEvent)).all() == []
    client.press(f"/desk/{kind}/export", format="nonsense")
    trace = session.scalars(select(AuditEvent)).one()
    assert (trace.actor_id, trace.scheme_id) == (coordinator.id, scheme.id)
    assert trace.action == f"{kind}_exported"


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_takes_as_many_queries_however_long_it_is(
    kind: str,
    engine: Engine,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
) -> None:
    taken = []
    for rows in (1, 60):
        for number in range(rows):
            make_match(
                session,
                scheme=scheme,
                proposed_at=datetime.now(clock.ZONE) - timedelta(days=number),
            )
        session.commit()
        with counting(engine) as statements:
            answer = client.press(f"/desk/{kind}/export", format="csv")
        taken.append(len(statements.sent))
    assert len(_csv(answer)) == 62
    assert taken[0] == taken[1] <= 6
