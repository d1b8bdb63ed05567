"""Gunicorn's settings: `gunicorn --config config/gunicorn.py wsgi:app`."""

from __future__ import annotations

import gc
import os
from pathlib import Path

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "config.gunicorn_worker.Worker"
# Pages are Python: a process makes them on one core, however many threads it has. `palier run`
# asks for one, since it shares a computer with somebody.
workers = int(os.environ.get("WEB_WORKERS", "2"))
# One makes a page, one waits for the database, one reads or writes. More would share the core, and
# every page would take longer.
threads = int(os.environ.get("WEB_THREADS", "3"))
# Built once and shared by all processes.
preload_app = True
timeout = 60
# TERM and HUP let each request end before its process does.
graceful_timeout = 30
max_requests = 20_000
max_requests_jitter = 2_000
# A slow disk must not look like a hung worker.
if Path("/dev/shm").is_dir():  # noqa: S108 - gunicorn names its file itself
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn names its file itself
# An access log would keep the secrets of links, which stand in addresses.
accesslog = None
loglevel = "warning"
control_socket_disable = True


def when_ready(_server: object) -> None:
    """Before processes are forked: what the program consists of is never garbage.

    Python would go through all of it again and again, and every page would wait for a tenth of a
    second meanwhile.
    """
    gc.collect()
    gc.freeze()
    # A page makes some ten thousand objects and leaves hardly any: looked for at each seven hundred
    # they cost a twentieth of it.
    gc.set_threshold(20_000, 20, 20)
