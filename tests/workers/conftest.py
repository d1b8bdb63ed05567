from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from celery import Celery
from flask import Flask
from redis import Redis, RedisError

from config import settings as configuration
from config.celery import configure
from config.settings import ROOT, Settings
from web.cli.run import broker


def wait_until(true: Callable[[], bool], seconds: float = 90) -> None:
    """Look ten times a second; a failure says what never came true."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.1)


def beside(app: Flask, data_dir: Path, **more: str) -> Settings:
    """Those of workers beside the test's application: its database and keys, their own broker."""
    own: Settings = app.config["PALIER"]
    return configuration.load(
        {
            "PALIER_ENV": "development",
            "DATABASE_URL": own.database_url,
            "DATA_DIR": str(data_dir),
            "SECRET_KEY": own.secret_key,
            "FIELD_KEYS": ",".join(own.field_keys),
            **more,
        }
    )


@pytest.fixture
def settings(app: Flask, tmp_path: Path) -> Settings:
    return beside(app, tmp_path)


@pytest.fixture
def broker_process(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(broker(settings).command)  # noqa: S603 - our own broker
    try:
        wait_until(lambda: _answers(settings))
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a broker, also a frozen one; the next test waits for none that does not go."""
    process.send_signal(signal.SIGCONT)
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(settings: Settings) -> bool:
    with suppress(RedisError), Redis.from_url(settings.redis_url, socket_timeout=5) as client:
        return bool(client.ping())
    return False


@pytest.fixture
def celery(settings: Settings) -> Celery:
    """A client that can ring, as a page would."""
    return configure(Celery("test", set_as_current=False), settings)


@pytest.fixture
def start_worker(settings: Settings) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts a worker as production does; all of them are gone afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    environment = {
        **os.environ,
        "PALIER_ENV": settings.environment,
        "DATABASE_URL": settings.database_url,
        "DATA_DIR": str(settings.data_dir),
        "SECRET_KEY": settings.secret_key,
        "FIELD_KEYS": ",".join(settings.field_keys),
    }
    command = (
        *(sys.executable, "-W", "ignore", "-m", "celery", "--quiet", "-A", "workers", "worker"),
        *("--concurrency", "2", "--queues", "palier,jobs", "--loglevel", "WARNING"),
    )

    def start() -> subprocess.Popen[bytes]:
        worker = subprocess.Popen(  # noqa: S603 - our own worker
            command, cwd=ROOT, env=environment, start_new_session=True
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker and its pool, as a power cut would."""
    with suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
