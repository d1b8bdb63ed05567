"""The desk's pages with 10,000 people a side, as gunicorn serves them, beside a bare Flask page.

On SQLite and on the embedded PostgreSQL, with the settings of production; 8 connections of a client
in a process of its own, each page for some seconds, on this computer only. The bare page has the
length of the page in the middle and asks no database: what lies above it is ours. 'CPU' is what one
page takes of the processor in the process that makes it (PostgreSQL's own is beside it): the only
figure here that other work on the machine changes little.
"""

from __future__ import annotations

import argparse
import http.client
import multiprocessing
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS = 8
COOKIE = "palier"
# Of one page in the process: this often, after as many to get warm.
TIMES = 20
PAGES = {
    "today": "/desk/",
    "households": "/desk/households",
    "volunteers": "/desk/volunteers",
    "matches": "/desk/matches",
    "runs": "/desk/runs",
    "a run": "/desk/runs/{run}",
    "its map": "/desk/runs/{run}/map.json",
    "its table": "/desk/runs/{run}/table",
    "recruitment": "/desk/radar",
    "a match": "/desk/matches/{match}",
    "a volunteer": "/desk/volunteers/{volunteer}",
    "a household": "/desk/households/{household}",
}


def prepare(people: int) -> dict[str, str]:
    """Fill the empty database that the environment names; cookie and paths of what to ask for."""
    from flask_migrate import upgrade
    from sqlalchemy import select

    from web import create_app
    from web.extensions import db
    from web.models import Household, Match, Scheme, Staff, Volunteer
    from web.models.vocabulary import MatchState, Role
    from web.services import clock, demo, jobs, match_runs
    from web.transactions import transaction

    app = create_app()
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session:
            demo.fill(session, demo.DemoSize(people, people), clock.now(session), lambda _: None)
        with transaction() as session:
            cora = session.scalars(select(Staff).where(Staff.duty == Role.COORDINATOR)).one()
            scheme = session.get_one(Scheme, cora.scheme_id)
            run = match_runs.start(session, scheme, actor=cora, now=clock.now(session)).public_id
        jobs.perform_due(transaction)
        with transaction() as session:
            active = select(Match.public_id).where(Match.state == MatchState.ACTIVE)
            coordinator = select(Staff.public_id).where(Staff.duty == Role.COORDINATOR)
            found = {
                "match": session.scalars(active.limit(1)).one(),
                "volunteer": session.scalars(select(Volunteer.public_id).limit(1)).one(),
                "household": session.scalars(select(Household.public_id).limit(1)).one(),
                "run": run,
            }
            who = session.scalars(coordinator).one()
        _settle(db.engine)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = signer.dumps({"_user_id": who, "_fresh": True, "signed_in_at": time.time()})
    return {"cookie": f"{COOKIE}={value}"} | {
        name: path.format(**found) for name, path in PAGES.items()
    }


def _settle(engine: Engine) -> None:
    """PostgreSQL tidies up after so many new rows within minutes; nothing is measured meanwhile."""
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM (ANALYZE)")


def processor(path: str, cookie: str) -> float:
    """Milliseconds of the processor that one page takes in this process."""
    from web import create_app

    client = create_app().test_client(use_cookies=False)
    began = 0.0
    for number in range(2 * TIMES):
        if number == TIMES:
            began = time.process_time()
        client.get(path, headers={"Cookie": cookie, "Accept-Language": "en"})
    return (time.process_time() - began) / TIMES * 1000


def bare() -> object:
    """A Flask application whose one page is as long as the query says."""
    from flask import Flask, request

    app = Flask("bare")
    app.add_url_rule("/", view_func=lambda: "x" * int(request.args["length"]), endpoint="page")
    return app


@contextmanager
def served(application: str, port: int) -> Iterator[None]:
    """Gunicorn with the settings that people run it with."""
    arguments = ("-m", "gunicorn", "--config", "config/gunicorn.py", application)
    process = subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, *arguments),
        cwd=ROOT,
        env={**os.environ, "BIND": f"127.0.0.1:{port}", "PYTHONPATH": f"{ROOT}:{ROOT}/benchmarks"},
    )
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn does not answer")


def ask(port: int, path: str, cookie: str, seconds: float) -> tuple[list[float], int]:
    """Seconds of each answer of so many connections at once, and the length of a page."""
    times: list[float] = []
    lengths: list[int] = []
    until = time.perf_counter() + seconds

    def one() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (began := time.perf_counter()) < until:
            connection.request("GET", path, headers={"Cookie": cookie, "Accept-Language": "en"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:  # noqa: PLR2004 - anything else is no page
                raise SystemExit(f"{path} answered {answer.status}")
            times.append(time.perf_counter() - began)
            lengths.append(len(body))

    threads = [Thread(target=one) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, max(lengths, default=0)


def measured(port: int, path: str, cookie: str, seconds: float) -> tuple[list[float], int]:
    """`ask` in a process of its own, after a short while of getting warm."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        pool.apply(ask, (port, path, cookie, min(1.0, seconds)))
        return pool.apply(ask, (port, path, cookie, seconds))


def row(name: str, cpu: str, times: list[float], length: int, seconds: float) -> str:
    last = statistics.quantiles(times, n=100)[98]
    return (
        f"{name:12} {cpu:>9} {len(times) / seconds:8.0f} {statistics.median(times) * 1000:9.0f} ms"
        f" {last * 1000:9.0f} ms {length / 1000:8.1f} kB"
    )


def measure(database: str, people: int, seconds: float, port: int) -> None:
    """The table of one database."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found = pool.apply(prepare, (people,))
        cookie = found.pop("cookie")
        cpu = {name: pool.apply(processor, (path, cookie)) for name, path in found.items()}
    print(f"\n{database}, {people:,} people a side, {CONNECTIONS} connections")
    print(f"{'page':12} {'CPU':>9} {'a second':>8} {'median':>12} {'p99':>12} {'length':>11}")
    lengths = []
    with served("wsgi:app", port):
        for name, path in found.items():
            times, length = measured(port, path, cookie, seconds)
            lengths.append(length)
            print(row(name, f"{cpu[name]:.0f} ms", times, length, seconds), flush=True)
    with served("bench_desk:bare()", port):
        middle = int(statistics.median(lengths))
        times, length = measured(port, f"/?length={middle}", "", seconds)
        print(row("bare Flask", "", times, length, seconds), flush=True)


def installation(folder: str, database_url: str) -> dict[str, str]:
    """The environment of one that runs as in production; its broker and its mail server are not."""
    from cryptography.fernet import Fernet

    return {
        "PALIER_ENV": "production",
        "DATA_DIR": folder,
        "DATABASE_URL": database_url or f"sqlite:///{folder}/palier.db",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": Fernet.generate_key().decode(),
        "REDIS_URL": f"unix://{folder}/broker.sock",
        "SMTP_URL": "smtp://127.0.0.1:9",
        "MAIL_FROM": "desk@palier.example",
        "BASE_URL": "https://palier.example",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    asked = parser.parse_args()
    from tests.databases import postgresql_url
    from tests.ports import free_port

    for database in asked.databases:
        with (
            tempfile.TemporaryDirectory() as folder,
            postgresql_url() if database == "postgresql" else nullcontext("") as url,
        ):
            os.environ.update(installation(folder, url))
            measure(database, asked.people, asked.seconds, free_port())


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
