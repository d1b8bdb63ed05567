"""`palier backup` and `palier restore`: all comes back, or nothing has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.conftest import ROOT
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from web.extensions import db
from web.models import (
    Duty,
    Household,
    Job,
    Notification,
    Party,
    Scheme,
    Tombstone,
    Volunteer,
    keyring,
)
from web.models.duty import BACKUP
from web.models.party import ERASED
from web.models.vocabulary import MatchState
from web.services import backups, erased_list, outbox, personal_data, schema
from web.services.backups import rows

Palier = Callable[..., tuple[int, str]]
# What follows has nothing to do with the database; it takes less on this one.
on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def palier(app: Flask, session: Session) -> Palier:
    """Runs a command, after the test's own transaction has ended; its code and what it said."""

    def run(*arguments: object) -> tuple[int, str]:
        session.commit()
        said = app.test_cli_runner().invoke(
            args=[str(argument) for argument in arguments], catch_exceptions=False
        )
        session.expire_all()
        return said.exit_code, said.output

    return run


@pytest.fixture(autouse=True)
def no_list_of_another_test(app: Flask) -> None:
    (app.config["PALIER"].data_dir / erased_list.FILE).unlink(missing_ok=True)


def _hashes(engine: Engine) -> dict[str, tuple[int, str]]:
    with engine.connect() as connection:
        tallies = {table.name: rows.tally(connection, table) for table in rows.tables(connection)}
    return {name: (one.rows, one.sha256) for name, one in tallies.items() if name != "duty"}


# The other database is restored by most tests below.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_what_was_lost_comes_back_row_by_row(
    engine: Engine, session: Session, palier: Palier, tmp_path: Path, now: datetime
) -> None:
    match = make_match(session, state=MatchState.ACTIVE)
    outbox.notify(session, match.volunteer, "proposal", dedupe_key="one", now=now, params={"a": 1})
    make_household(session, scheme_id=match.scheme_id, members=[2015])
    session.commit()
    before = _hashes(engine)
    code, said = palier("backup", tmp_path)
    assert (code, "equal" in said) == (0, True), said
    (file,) = tmp_path.glob("*.backup")
    databases.empty(engine)
    assert palier("restore", file)[0] == 0
    assert _hashes(engine) == before
    assert session.scalars(select(Notification)).one().params == {"a": 1}
    # The numbers of new rows do not meet those that came back.
    make_match(session, scheme=session.scalars(select(Scheme)).one())
    outbox.enqueue(session, "x", match.scheme_id, 1, dedupe_key="job", now=now)
    assert session.scalar(select(func.count()).select_from(Job)) == 1


@on_sqlite
def test_a_database_with_people_in_it_is_overwritten_only_when_that_was_said(
    session: Session, palier: Palier, tmp_path: Path
) -> None:
    person = make_volunteer(session, first_name="Before")
    assert palier("backup", tmp_path / "one")[0] == 0
    person.set_name("After", "Example")
    code, said = palier("restore", tmp_path / "one")
    assert code == 1
    assert "--replace" in said
    assert session.scalars(select(Volunteer)).one().first_name == "After"
    assert palier("restore", tmp_path / "one", "--replace")[0] == 0
    assert session.scalars(select(Volunteer)).one().first_name == "Before"


@on_sqlite
def test_whoever_was_erased_after_the_backup_is_erased_again_wherever_that_is_known(
    app: Flask, session: Session, palier: Palier, tmp_path: Path, now: datetime
) -> None:
    scheme = make_scheme(session)
    names = {
        known: make_volunteer(session, scheme=scheme, email=f"{known}@mail.example").public_id
        for known in ("database", "folder", "beside", "elsewhere", "nowhere")
    }
    old = tmp_path / "old"
    assert palier("backup", old)[0] == 0
    gone = session.scalars(select(Volunteer).where(Volunteer.public_id == names["database"])).one()
    personal_data.erase(session, gone, None, now)
    erased_list.add(app.config["PALIER"].data_dir / erased_list.FILE, [names["folder"]])
    erased_list.add(tmp_path / erased_list.FILE, [names["beside"]])
    erased_list.add(tmp_path / "list", [names["elsewhere"]])
    code, said = palier("restore", old, "--replace", "--erased", tmp_path / "list")
    assert code == 0
    assert "4 people who were erased since were erased again" in said
    people = {one.public_id: one for one in session.scalars(select(Party))}
    left = {known for known, name in names.items() if people[name].email is not None}
    assert left == {"nowhere"}
    assert people[names["database"]].first_name == ERASED


@on_sqlite
def test_workers_erase_again_whoever_is_back_by_any_other_way(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    gone, stays = make_volunteer(session), make_volunteer(session, first_name="Stays")
    personal_data.erase(session, gone, None, now)
    erased_list.keep(session, tmp_path / "list", now)
    # As an image of the disk would bring it back.
    gone.set_name("Vera", "Example")
    session.execute(delete(Tombstone))
    assert erased_list.keep(session, tmp_path / "list", now) == 1
    assert (gone.first_name, stays.first_name) == (ERASED, "Stays")
    assert erased_list.read(tmp_path / "list") == {gone.public_id}
    assert erased_list.keep(session, tmp_path / "list", now) == 0


@on_sqlite
def test_nothing_readable_stands_in_the_file(
    session: Session, palier: Palier, tmp_path: Path
) -> None:
    person = make_volunteer(session, postcode="1050")
    session.get_one(Scheme, person.scheme_id).name = "Readable Neighbours"
    assert palier("backup", tmp_path / "one")[0] == 0
    content = (tmp_path / "one").read_bytes()
    assert b"Readable" not in content
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


@on_sqlite
@pytest.mark.parametrize("harm", ["shortened", "changed", "of other keys", "no backup at all"])
def test_a_file_that_is_not_what_was_written_changes_nothing(
    harm: str, app: Flask, session: Session, palier: Palier, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    person = make_volunteer(session, first_name="Before")
    file = tmp_path / "one"
    assert palier("backup", file)[0] == 0
    person.set_name("After", "Example")
    content = file.read_bytes()
    if harm == "shortened":
        file.write_bytes(content[:-20])
    elif harm == "changed":
        file.write_bytes(content[:200] + bytes([content[200] ^ 1]) + content[201:])
    elif harm == "of other keys":
        other = "A" * 43 + "="
        settings = replace(app.config["PALIER"], field_keys=(other,))
        monkeypatch.setitem(app.config, "PALIER", settings)
    else:
        file.write_bytes(b"SQLite format 3\0" + content)
    code, said = palier("restore", file, "--replace")
    assert (code, said.count("\n")) == (1, 1), said
    assert session.scalars(select(Volunteer)).one().first_name == "After"


@on_sqlite
def test_a_backup_of_an_older_version_is_brought_to_this_one(
    app: Flask, session: Session, palier: Palier, tmp_path: Path
) -> None:
    match = make_match(session, state=MatchState.ACTIVE)
    home_id = match.household_id
    session.commit()
    session.close()
    with app.app_context():
        flask_migrate.downgrade(directory=str(ROOT / "migrations"), revision="0015")
    try:
        code, said = palier("backup", tmp_path / "old")
        assert code == 0, said
    finally:
        with app.app_context():
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
    session.execute(update(Household).values(places_taken=7))
    assert palier("restore", tmp_path / "old", "--replace")[0] == 0
    # Counted by a migration that is newer than the backup.
    assert session.get_one(Household, home_id).places_taken == 1


@on_sqlite
def test_a_backup_of_a_newer_version_says_which_version_is_needed(
    session: Session, palier: Palier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_volunteer(session)
    monkeypatch.setattr(schema, "revision_of", lambda _: "9999")
    assert palier("backup", tmp_path / "new")[0] == 0
    monkeypatch.undo()
    code, said = palier("restore", tmp_path / "new", "--replace")
    assert code == 1
    assert "migration 9999" in said
    assert "Install the version that made the backup" in said


@on_sqlite
def test_a_backup_made_with_another_secret_key_is_refused(
    app: Flask, session: Session, palier: Palier, tmp_path: Path
) -> None:
    make_volunteer(session)
    assert palier("backup", tmp_path / "one")[0] == 0
    settings = app.config["PALIER"]
    keyring.configure(settings.field_keys, "another secret key of forty characters..")
    try:
        code, said = palier("restore", tmp_path / "one", "--replace")
    finally:
        keyring.configure(settings.field_keys, settings.secret_key)
    assert code == 1
    assert "SECRET_KEY" in said


def test_a_restore_that_fails_half_way_leaves_the_data_as_they_were(
    engine: Engine, session: Session, palier: Palier, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    person = make_volunteer(session, first_name="Before")
    assert palier("backup", tmp_path / "one")[0] == 0
    person.set_name("After", "Example")
    session.commit()
    before = _hashes(engine)
    loaded = rows.load

    def lose_a_row(
        connection: Connection, table: Table, names: list[str], lines: Iterator[str]
    ) -> None:
        kept = list(lines)[1:] if table.name == "volunteer" else lines
        loaded(connection, table, names, kept)

    monkeypatch.setattr(rows, "load", lose_a_row)
    assert palier("restore", tmp_path / "one", "--replace")[0] == 1
    monkeypatch.undo()
    assert _hashes(engine) == before


@on_sqlite
def test_a_row_that_somebody_changed_in_the_file_is_noticed_by_its_hash(
    session: Session, palier: Palier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_volunteer(session)
    counted = rows.Tally.count
    monkeypatch.setattr(rows.Tally, "count", lambda tally, line: counted(tally, line + " ")[:-1])
    with monkeypatch.context() as as_it_was:
        as_it_was.setattr(backups, "read", lambda *_: backups.Summary(None, {}))  # type: ignore[arg-type]
        assert palier("backup", tmp_path / "one")[0] == 0
    monkeypatch.undo()
    code, said = palier("restore", tmp_path / "one", "--replace")
    assert code == 1
    assert "damaged" in said


@on_sqlite
def test_an_installation_moves_from_sqlite_to_postgresql(
    sqlite_app: Flask, postgresql_app: Flask, tmp_path: Path
) -> None:
    hashes = []
    for app in (sqlite_app, postgresql_app):
        (app.config["PALIER"].data_dir / erased_list.FILE).unlink(missing_ok=True)
        with app.app_context():
            engine = db.engine
            databases.empty(engine)
        if app is sqlite_app:
            with Session(engine) as session:
                make_match(session, state=MatchState.ACTIVE)
                session.commit()
            said = app.test_cli_runner().invoke(args=["backup", str(tmp_path / "one")])
        else:
            # A machine that was just set up has not even tables.
            with app.app_context():
                flask_migrate.downgrade(directory=str(ROOT / "migrations"), revision="base")
            said = app.test_cli_runner().invoke(args=["restore", str(tmp_path / "one")])
        assert said.exit_code == 0, said.output
        hashes.append(_hashes(engine))
    assert hashes[0] == hashes[1]


@on_sqlite
def test_a_backup_that_fails_is_noted_until_one_goes_well(
    session: Session, palier: Palier, tmp_path: Path
) -> None:
    make_scheme(session)
    with pytest.raises(OSError, match="away"):
        palier("backup", tmp_path / "away" / "file.backup")
    noted = session.get_one(Duty, BACKUP)
    assert (noted.problem, noted.done_at) == ("FileNotFoundError", None)
    assert palier("backup", tmp_path)[0] == 0
    assert (noted.problem, noted.done_at) == ("", noted.tried_at)
