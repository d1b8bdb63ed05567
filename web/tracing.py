"""A name for each request, by which the lines of the log and the work that follows are found."""

from __future__ import annotations

import logging
import re
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from config.settings import Settings

HEADER = "X-Request-ID"
# What a proxy may give us: nothing that breaks a line, and nothing that could be a text.
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Watchers ask for these all the time.
_UNLOGGED = {"static", "public.healthz", "public.readyz", "public.workersz", "public.metrics"}

log = structlog.get_logger(__name__)


def init_app(app: Flask) -> None:
    settings: Settings = app.config["PALIER"]
    # At home, each click would be a line beside those that somebody looks for.
    level = logging.INFO if settings.is_production else logging.DEBUG

    @app.before_request
    def begin() -> None:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _SANE.fullmatch(given) else uuid.uuid4().hex
        g.began = time.monotonic()
        # A thread serves one request after the other.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def end(response: Response) -> Response:
        if "request_id" in g:
            response.headers[HEADER] = g.request_id
            if request.endpoint not in _UNLOGGED:
                # The view, not the address: that holds the secrets of links.
                milliseconds = round((time.monotonic() - g.began) * 1000)
                log.log(
                    level,
                    "request",
                    method=request.method,
                    view=request.endpoint,
                    status=response.status_code,
                    ms=milliseconds,
                )
        return response


def current_request() -> str | None:
    """The name of the request, or of the one that asked for this work; None where there is none."""
    name: str | None = structlog.contextvars.get_contextvars().get("request_id")
    return name
