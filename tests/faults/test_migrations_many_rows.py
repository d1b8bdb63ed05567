"""Every migration down and up again on a full database: no row is lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select, table
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.conftest import ROOT
from tests.factories import make_scheme
from tests.factories.crowd import make_crowd
from tests.factories.one_each import make_missing
from web.extensions import db
from web.models import Base

FOLDER = str(ROOT / "migrations")
# Made afresh by the migrations themselves.
MADE = {"name_part"}


@pytest.fixture
def migrated(app: Flask) -> Iterator[Engine]:
    with app.app_context():
        yield db.engine
        flask_migrate.upgrade(directory=FOLDER)


def _counts(engine: Engine) -> dict[str, int]:
    names = [name for name in inspect(engine).get_table_names() if name not in MADE]
    with engine.connect() as connection:
        return {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0
            for name in names
        }


def _lost(before: dict[str, int], after: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Tables that are there before and after, with another number of rows."""
    return {
        name: (before[name], after[name])
        for name in before.keys() & after.keys()
        if before[name] != after[name]
    }


def _down_up_down(engine: Engine) -> None:
    """Each migration, from the newest to the second, with all rows in the tables."""
    revisions = [one.revision for one in ScriptDirectory(FOLDER).walk_revisions()]
    for newer, older in pairwise(revisions):
        before = _counts(engine)
        flask_migrate.downgrade(directory=FOLDER, revision=older)
        down = _counts(engine)
        assert _lost(before, down) == {}, f"{newer} down"
        flask_migrate.upgrade(directory=FOLDER, revision=newer)
        assert _lost(down, _counts(engine)) == {}, f"{newer} up again"
        flask_migrate.downgrade(directory=FOLDER, revision=older)


def _survive(engine: Engine, session: Session, people: int) -> None:
    make_crowd(session, make_scheme(session), people)
    make_missing(session)
    session.commit()
    session.close()
    before = _counts(engine)
    assert [name for name, rows in before.items() if not rows] == []
    _down_up_down(engine)
    oldest = _counts(engine)
    flask_migrate.upgrade(directory=FOLDER)
    after = _counts(engine)
    assert _lost(oldest, after) == {}
    assert {name: after[name] for name in ("party", "match", "need")} == {
        name: before[name] for name in ("party", "match", "need")
    }
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "render_as_batch": True}
        )
        assert compare_metadata(context, Base.metadata) == []


# As the big one below, on the database whose tables are rebuilt to alter them.
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_some_rows_survive_every_migration(migrated: Engine, session: Session) -> None:
    _survive(migrated, session, 20)


@pytest.mark.faults
def test_ten_thousand_people_survive_every_migration(migrated: Engine, session: Session) -> None:
    _survive(migrated, session, 5_000)
