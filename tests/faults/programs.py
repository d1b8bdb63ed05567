"""The programs of an installation, started as production does, so that they can be killed."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from contextlib import closing, suppress

from config.settings import ROOT, Settings
from tests.ports import free_port
from tests.workers.conftest import kill, wait_until

_CELERY = ("-m", "celery", "--quiet", "-A", "workers")
_ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING")
WORKER = (*_CELERY, "worker", "--concurrency", "1", "--queues", "palier,jobs", *_ALONE)
BEAT = (*_CELERY, "beat", "--loglevel", "WARNING")
WEB = ("-m", "gunicorn", "--config", "config/gunicorn.py", "wsgi:app")

Process = subprocess.Popen[bytes]


class Programs:
    """Each in a session of its own, with what it says in a file; none outlives the test."""

    def __init__(self, settings: Settings) -> None:
        self._started: list[Process] = []
        self._log = settings.data_dir / "programs.log"
        self._environment = {
            **os.environ,
            "PALIER_ENV": settings.environment,
            "DATABASE_URL": settings.database_url,
            "DATA_DIR": str(settings.data_dir),
            "SECRET_KEY": settings.secret_key,
            "FIELD_KEYS": ",".join(settings.field_keys),
            "SMS_URL": settings.sms_url,
            # Each caller says who it is, or the rate limits would take them for one.
            "TRUSTED_PROXIES": "1",
            "WEB_WORKERS": "2",
            "PYTHONWARNINGS": "ignore",
        }

    def start(self, program: tuple[str, ...], **environment: str) -> Process:
        with self._log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own program
                (sys.executable, *program),
                cwd=ROOT,
                env={**self._environment, **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def website(self, port: int | None = None) -> tuple[Process, int]:
        """The website, once it answers, and its port."""
        port = port or free_port()
        process = self.start(WEB, BIND=f"127.0.0.1:{port}")
        wait_until(lambda: _answers(port))
        return process, port

    def end(self) -> None:
        for process in self._started:
            kill(process)


def children(process: Process) -> list[int]:
    """The processes that it has forked."""
    found = subprocess.run(  # noqa: S603 - a number
        ("/usr/bin/pgrep", "-P", str(process.pid)), capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


def _answers(port: int) -> bool:
    with (
        closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection,
        suppress(OSError),
    ):
        connection.request("GET", "/healthz")
        with connection.getresponse() as answer:
            return answer.status == 200
    return False
