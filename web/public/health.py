"""For whoever watches the service: is the process there, and can it work?"""

from __future__ import annotations

import redis
from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from config.settings import Settings
from web.access import anyone
from web.extensions import db
from web.public.blueprint import blueprint
from web.queries import operations
from web.services import clock, health

SECONDS = 1.0


@blueprint.get("/healthz")
@anyone
def healthz() -> ResponseReturnValue:
    """The process answers. No database, no broker."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@anyone
def readyz() -> ResponseReturnValue:
    """The database answers and no migration is missing; else 503, and what it is.

    The broker is no part of it, nor are the workers: pages go on without them (`/workersz`).
    """
    session = db.session()
    parts = {
        "database": health.database_answers(session),
        "migrations": health.tables_are_new_enough(session),
    }
    good = all(parts.values())
    return jsonify(status="ok" if good else "unavailable", **parts), 200 if good else 503


@blueprint.get("/workersz")
@anyone
def workersz() -> ResponseReturnValue:
    """Workers do what is due, and the broker that rings for them answers; else 503."""
    session = db.session()
    now = clock.now(session)
    oldest = operations.oldest_due(session, now)
    waited = round((now - oldest).total_seconds()) if oldest else 0
    parts = {
        "in_time": waited < operations.LATE.total_seconds(),
        "sweeping": not operations.is_silent(operations.duties(session), now),
        "broker": broker_answers(),
    }
    good = all(parts.values())
    answer = jsonify(status="ok" if good else "unavailable", oldest_due_seconds=waited, **parts)
    return answer, 200 if good else 503


def broker_answers() -> bool:
    """Whether it is there; asked with the patience of a watcher."""
    settings: Settings = current_app.config["PALIER"]
    broker = redis.Redis.from_url(
        settings.redis_url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    )
    try:
        return bool(broker.ping())
    except redis.RedisError:
        return False
    finally:
        broker.close()
