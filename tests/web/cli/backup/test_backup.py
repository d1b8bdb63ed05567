"""`palier backup` and `palier restore`: all comes back, or nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import Table, delete, func, select
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.conftest import ROOT
from tests.factories import make_household, make_match, make_scheme, make_volunteer
from tests.web.cli.backup.restoring import Palier, hashes_of, on_sqlite
from web.extensions import db
from web.models import Duty, Job, Notification, Party, Scheme, Tombstone, Volunteer
from web.models.duty import BACKUP
from web.models.party import ERASED
from web.models.vocabulary import MatchState
from web.services import erased_list, outbox, personal_data
from web.services.backups import rows


# The other database is restored by most tests below.
@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_what_was_lost_comes_back_row_by_row(
    engine: Engine, session: Session, palier: Palier, tmp_path: Path, now: datetime
) -> None:
    match = make_match(session, state=MatchState.ACTIVE)
    outbox.notify(session, match.volunteer, "proposal", dedupe_key="one", now=now, params={"a": 1})
    make_household(session, scheme_id=match.scheme_id, members=[2015])
    session.commit()
    before = hashes_of(engine)
    code, said = palier("backup", tmp_path)
    assert (code, "equal" in said) == (0, True), said
    (file,) = tmp_path.glob("*.backup")
    databases.empty(engine)
    assert palier("restore", file)[0] == 0
    assert hashes_of(engine) == before
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


def test_a_restore_that_fails_half_way_leaves_the_data_as_they_were(
    engine: Engine, session: Session, palier: Palier, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    person = make_volunteer(session, first_name="Before")
    assert palier("backup", tmp_path / "one")[0] == 0
    person.set_name("After", "Example")
    session.commit()
    before = hashes_of(engine)
    loaded = rows.load

    def lose_a_row(
        connection: Connection, table: Table, names: list[str], lines: Iterator[str]
    ) -> None:
        kept = list(lines)[1:] if table.name == "volunteer" else lines
        loaded(connection, table, names, kept)

    monkeypatch.setattr(rows, "load", lose_a_row)
    assert palier("restore", tmp_path / "one", "--replace")[0] == 1
    monkeypatch.undo()
    assert hashes_of(engine) == before


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
        hashes.append(hashes_of(engine))
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
