"""Migrations go up, down and up again on both databases, and end where the models are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, inspect

from tests.conftest import ROOT
from web.extensions import db
from web.models import Base

FOLDER = str(ROOT / "migrations")


@pytest.fixture
def migrated(app: Flask) -> Iterator[Engine]:
    """The engine of an empty, migrated application; left migrated whatever a test does."""
    with app.app_context():
        yield db.engine
        flask_migrate.upgrade(directory=FOLDER)


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrated_database_is_equal_to_the_models(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "render_as_batch": True}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_goes_down_and_comes_back(migrated: Engine) -> None:
    before = _tables(migrated)
    flask_migrate.downgrade(directory=FOLDER, revision="base")
    assert _tables(migrated) == set()
    flask_migrate.upgrade(directory=FOLDER)
    assert _tables(migrated) == before == set(Base.metadata.tables)


def test_every_migration_can_be_taken_back_alone(migrated: Engine) -> None:
    revisions = sorted(Path(FOLDER, "versions").glob("[0-9]*.py"))
    for _ in revisions:
        flask_migrate.downgrade(directory=FOLDER)
    assert _tables(migrated) == set()
