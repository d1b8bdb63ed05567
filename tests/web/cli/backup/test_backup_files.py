"""Files that are harmed, of other keys or of other versions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.conftest import ROOT
from tests.factories import make_match, make_volunteer
from tests.web.cli.backup.restoring import Palier, on_sqlite
from web.models import Household, Scheme, Volunteer, keyring
from web.models.vocabulary import MatchState
from web.services import backups, schema
from web.services.backups import rows


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
