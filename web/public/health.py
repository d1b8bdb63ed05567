"""For whoever watches the service: is the process there, and can it work?"""

from __future__ import annotations

import redis
from flask import current_app, jsonify
from flask.typing import ResponseReturnValue

from config.settings import Settings
from web.access import anyone
from web.extensions import db
from web.public.blueprint import blueprint
from web.services import health

SECONDS = 1.0


@blueprint.get("/healthz")
@anyone
def healthz() -> ResponseReturnValue:
    """The process answers. No database, no broker."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@anyone
def readyz() -> ResponseReturnValue:
    """Database and broker answer; else 503, and which of them does not."""
    parts = {"database": health.database_answers(db.session()), "broker": _broker_answers()}
    good = all(parts.values())
    return jsonify(status="ok" if good else "unavailable", **parts), 200 if good else 503


def _broker_answers() -> bool:
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
