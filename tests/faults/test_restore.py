"""Backups while others write: each is of one moment; and a drill: all that was there comes back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Integer, String, cast, insert, update
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests import databases
from tests.factories import make_scheme
from tests.factories.crowd import make_crowd
from web.models import Job, Scheme, Tombstone
from web.models.base import new_public_id
from web.services import backups, erased_list
from web.services.backups import rows

WRITERS = 2


@contextmanager
def writing(engine: Engine, scheme_id: int) -> Iterator[None]:
    """All the while, transactions that each add one to a counter, one job and one tombstone."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            now, name = datetime.now(UTC), new_public_id()
            with Session(engine) as session, session.begin():
                counted = cast(cast(Scheme.phone, Integer) + 1, String)
                session.execute(update(Scheme).values(phone=counted))
                session.execute(
                    insert(Tombstone).values(scheme_id=scheme_id, public_id=name, erased_at=now)
                )
                times = {"created_at": now, "next_at": now, "due_at": now}
                session.execute(
                    insert(Job).values(
                        scheme_id=scheme_id, kind="x", subject_id=1, dedupe_key=name, **times
                    )
                )

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _told(path: Path, keys: tuple[str, ...]) -> tuple[int, int, int]:
    """The counter, the jobs and the tombstones that a backup holds."""
    counters: list[int] = []

    def take(name: str, columns: list[str], lines: Iterator[str]) -> None:
        if name == "scheme":
            counters.extend(int(json.loads(line)[columns.index("phone")]) for line in lines)

    tables = backups.read(path, keys, take).tables
    return counters[0], tables["job"][0], tables["tombstone"][0]


def _backups_under_writes(
    app: Flask, session: Session, folder: Path, number: int, people: int
) -> None:
    scheme = make_scheme(session, phone="0")
    make_crowd(session, scheme, people)
    scheme_id = scheme.id
    session.commit()
    keys = app.config["PALIER"].field_keys
    runner = app.test_cli_runner()
    with writing(session.get_bind(), scheme_id):  # type: ignore[arg-type]  # an engine, in tests
        for place in range(number):
            said = runner.invoke(args=["backup", str(folder / f"{place}")])
            assert said.exit_code == 0, said.output
    told = [_told(folder / f"{place}", keys) for place in range(number)]
    assert [one for one in told if len(set(one)) > 1] == []
    assert told[-1][0] > told[0][0], "nobody wrote meanwhile"


def _drill(app: Flask, session: Session, folder: Path, people: int) -> None:
    make_crowd(session, make_scheme(session), people)
    session.commit()
    engine = session.get_bind()
    assert isinstance(engine, Engine)
    before = _hashes(engine)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["backup", str(folder / "one")]).exit_code == 0
    databases.empty(engine)
    assert sum(number for number, _ in _hashes(engine).values()) == 0
    said = runner.invoke(args=["restore", str(folder / "one")])
    assert said.exit_code == 0, said.output
    assert _hashes(engine) == before


def _hashes(engine: Engine) -> dict[str, tuple[int, str]]:
    with engine.connect() as connection:
        found = {one.name: rows.tally(connection, one) for one in rows.tables(connection)}
    # Tells when the backup itself was made.
    return {name: (one.rows, one.sha256) for name, one in found.items() if name != "duty"}


@pytest.fixture(autouse=True)
def no_list_of_another_test(app: Flask) -> None:
    (app.config["PALIER"].data_dir / erased_list.FILE).unlink(missing_ok=True)


def test_three_backups_under_writes_are_each_of_one_moment(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _backups_under_writes(app, session, tmp_path, 3, people=20)


@pytest.mark.faults
def test_twenty_backups_under_writes_are_each_of_one_moment(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _backups_under_writes(app, session, tmp_path, 20, people=500)


@pytest.mark.faults
def test_a_big_installation_comes_back_with_equal_counts_and_hashes(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _drill(app, session, tmp_path, 5_000)
