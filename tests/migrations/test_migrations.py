"""Migrations go up, down and up again on both databases, and end where the models are."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from tests.conftest import ROOT
from tests.factories import make_household, make_match, make_policy, make_scheme, make_volunteer
from web.extensions import db
from web.models import (
    Base,
    FieldChange,
    FollowUp,
    Household,
    Notification,
    SchemePolicy,
    Screening,
    SpokenLanguage,
    Volunteer,
    keyring,
)
from web.models.vocabulary import Channel, MatchState, ProfileField, Side
from web.services import outbox

FOLDER = str(ROOT / "migrations")
_SECRETS = (
    "SELECT birth_year FROM member",
    "SELECT passed FROM screening",
    "SELECT child_birth_years FROM volunteer",
)


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


def test_what_is_encrypted_later_keeps_its_value_and_all_that_refers_to_it(
    migrated: Engine, session: Session
) -> None:
    day = date(2026, 3, 2)
    volunteer = make_volunteer(session, child_birth_years=[2015, 2018])
    volunteer.screening = Screening(
        seen_on=day, checked_by_id=volunteer.id, passed=True, renew_on=day
    )
    household = make_household(session, scheme_id=volunteer.scheme_id, members=[2012])
    ids = volunteer.id, household.id
    session.commit()
    session.close()
    flask_migrate.downgrade(directory=FOLDER, revision="0001")
    with migrated.connect() as connection:
        years = connection.scalar(text("SELECT birth_year FROM member"))
        passed = connection.scalar(text("SELECT passed FROM screening"))
    assert (years, bool(passed)) == (2012, True)
    flask_migrate.upgrade(directory=FOLDER)
    with migrated.connect() as connection:
        for stored in _SECRETS:
            assert keyring.is_newest(str(connection.scalar(text(stored))))
    kept, family = session.get_one(Volunteer, ids[0]), session.get_one(Household, ids[1])
    assert kept.child_birth_years == [2015, 2018]
    assert kept.screening is not None
    assert kept.screening.passed is True
    assert [member.birth_year for member in family.members] == [2012]


def test_the_newest_policy_of_a_scheme_goes_down_and_comes_back_as_its_first(
    migrated: Engine, session: Session
) -> None:
    scheme = make_scheme(session)
    make_scheme(session)
    for bonus in (7, 8):
        make_policy(session, scheme, decided={"stability_bonus": bonus})
    scheme_id = scheme.id
    session.commit()
    session.close()
    flask_migrate.downgrade(directory=FOLDER, revision="0003")
    with migrated.connect() as connection:
        stored = connection.scalars(text("SELECT policy FROM scheme ORDER BY id")).all()
    assert ["8" in str(policy) for policy in stored] == [True, False]
    flask_migrate.upgrade(directory=FOLDER)
    (kept,) = session.scalars(select(SchemePolicy))
    assert (kept.scheme_id, kept.version) == (scheme_id, 1)
    assert kept.decided == {"stability_bonus": 8}


def test_places_are_counted_for_matches_that_were_there_before(
    migrated: Engine, session: Session
) -> None:
    taken = make_match(session, state=MatchState.ACTIVE)
    free = make_match(session, state=MatchState.PROPOSED)
    ids = [(match.volunteer_id, match.household_id) for match in (taken, free)]
    session.commit()
    session.close()
    flask_migrate.downgrade(directory=FOLDER, revision="0011")
    flask_migrate.upgrade(directory=FOLDER)
    for (volunteer, household), expected in zip(ids, (1, 0), strict=True):
        assert session.get_one(Volunteer, volunteer).places_taken == expected
        family = session.get_one(Household, household)
        assert (family.places_taken, family.waits) == (expected, expected == 0)


def test_a_program_that_knows_no_whatsapp_finds_text_messages_and_a_history_that_it_can_read(
    migrated: Engine, session: Session, now: datetime
) -> None:
    family = make_household(session, phone="+32470123456", channel=Channel.WHATSAPP)
    known = {"scheme_id": family.scheme_id, "party_id": family.id, "at": now}
    for field in (ProfileField.CHANNEL, ProfileField.NAME):
        session.add(FieldChange(**known, field=field, old="email", new="whatsapp"))
    session.commit()
    session.close()
    flask_migrate.downgrade(directory=FOLDER, revision="0022")
    with migrated.connect() as connection:
        assert connection.scalar(text("SELECT channel FROM party")) == "sms"
    flask_migrate.upgrade(directory=FOLDER)
    changes = session.scalars(select(FieldChange).order_by(FieldChange.id))
    assert [(one.old, one.new) for one in changes] == [("email", "sms"), ("email", "whatsapp")]


def test_what_waited_before_has_not_left_and_is_due_since_it_was(
    migrated: Engine, session: Session, now: datetime
) -> None:
    """Of two questions that were asked one still waits; a code for a new contact keeps its way."""
    match = make_match(session, state=MatchState.ACTIVE)
    yesterday = now - timedelta(days=1)
    for step in ("2w", "6w"):
        known = {"scheme_id": match.scheme_id, "match_id": match.id, "party_id": match.volunteer_id}
        row = FollowUp(**known, side=Side.VOLUNTEER, step=step, due_on=now.date(), asked_at=now)
        row.sent_at = now
        session.add(row)
        session.flush()
    outbox.notify(
        session, match.volunteer, "follow_up", dedupe_key=f"follow_up:{row.id}", now=yesterday
    )
    outbox.notify(session, match.volunteer, "contact_code", dedupe_key="code", now=yesterday)
    session.commit()
    session.close()
    flask_migrate.downgrade(directory=FOLDER, revision="0024")
    flask_migrate.upgrade(directory=FOLDER)
    asked = session.scalars(select(FollowUp).order_by(FollowUp.id)).all()
    assert [(row.asked_at, row.sent_at) for row in asked] == [(now, now), (now, None)]
    rows = session.scalars(select(Notification).order_by(Notification.id)).all()
    assert [(row.due_at, row.way_given) for row in rows] == [(yesterday, False), (yesterday, True)]


# Only SQLite forgets to heed references.
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_references_are_enforced_again_after_a_migration(migrated: Engine) -> None:
    flask_migrate.downgrade(directory=FOLDER)
    flask_migrate.upgrade(directory=FOLDER)
    with migrated.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


REBUILD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", {last!r}


def upgrade():
    with op.batch_alter_table("party", recreate="always") as batch:
        batch.add_column(sa.Column("tried", sa.Integer()))


def downgrade():
    with op.batch_alter_table("party", recreate="always") as batch:
        batch.drop_column("tried")
"""


# Only SQLite rebuilds a table to alter it.
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_table_that_is_rebuilt_keeps_the_rows_that_refer_to_it(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder)
    last = max(folder.glob("versions/[0-9]*.py")).name.split("_")[0]
    (folder / "versions" / "9999_rebuild.py").write_text(REBUILD.format(last=last))
    volunteer_id = make_volunteer(session, languages={"fr": 4, "en": 3}).id
    session.commit()
    session.close()
    with app.app_context():
        flask_migrate.upgrade(directory=str(folder))
        try:
            spoken = db.session.scalars(
                select(SpokenLanguage.tag).where(SpokenLanguage.party_id == volunteer_id)
            ).all()
        finally:
            db.session.remove()
            flask_migrate.downgrade(directory=str(folder))
    assert set(spoken) == {"fr", "en"}


def test_whoever_is_there_already_is_filed_under_their_name(
    migrated: Engine, session: Session
) -> None:
    person = make_volunteer(session, first_name="Aïcha")
    before = {(part.key, part.party_id) for part in person.name_parts}
    session.commit()
    session.close()
    flask_migrate.downgrade(directory=FOLDER, revision="0004")
    flask_migrate.upgrade(directory=FOLDER)
    with migrated.connect() as connection:
        found = connection.execute(text("SELECT key, party_id FROM name_part"))
        assert {(row.key, row.party_id) for row in found} == before
