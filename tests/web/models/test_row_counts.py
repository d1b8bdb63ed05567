"""SQLite plans for a grown scheme from its first day."""

from __future__ import annotations

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from tests.conftest import ROOT
from tests.factories import make_match, make_scheme, make_task

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

_JOINED = """SELECT count(*) FROM task
  LEFT JOIN "match" ON "match".id = task.match_id
  LEFT JOIN household ON household.id = coalesce("match".household_id, task.party_id)
  WHERE task.done_at IS NULL AND task.scheme_id = 1"""


def _plan(connection: Connection, statement: str) -> list[str]:
    return [str(step[-1]) for step in connection.execute(text(f"EXPLAIN QUERY PLAN {statement}"))]


def test_a_new_installation_reads_no_table_again_for_each_row(
    app: Flask, session: Session, engine: Engine
) -> None:
    """Started with one of each, as by somebody who tries it; whoever connects then stays so."""
    scheme = make_scheme(session)
    make_task(session, scheme, match_id=make_match(session, scheme=scheme).id)
    session.commit()
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
    engine.dispose()
    with engine.connect() as connection:
        plan = _plan(connection, _JOINED)
        assert [step for step in plan if step.startswith("SCAN")] == []
        # It would, by what it counts itself.
        connection.exec_driver_sql("ANALYZE")
        connection.exec_driver_sql("ANALYZE sqlite_schema")
        counted = _plan(connection, _JOINED)
        connection.rollback()
    engine.dispose()
    assert [step for step in counted if step.startswith("SCAN")] != []


def test_every_table_and_index_has_its_numbers(engine: Engine) -> None:
    with engine.connect() as connection:
        told = {
            (table, index): [int(number) for number in numbers.split()]
            for table, index, numbers in connection.execute(text("SELECT * FROM sqlite_stat1"))
        }
        for table in inspect(connection).get_table_names():
            assert (table, None) in told
            for _, index, unique, *_ in connection.exec_driver_sql(f"PRAGMA index_list('{table}')"):
                columns = connection.exec_driver_sql(f"PRAGMA index_info('{index}')").all()
                rows, *shared = told[table, index]
                assert len(shared) == len(columns), index
                assert sorted([rows, *shared], reverse=True) == [rows, *shared], index
                assert (not unique) or shared[-1] == 1, index
