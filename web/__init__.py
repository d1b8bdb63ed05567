"""The Flask application."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import logging as logs
from config import settings as configuration
from config.settings import PAGE_WAITS_S, Settings
from web import (
    access,
    auth,
    delivery,
    errors,
    geocoding,
    headers,
    i18n,
    packing,
    pictograms,
    tracing,
)
from web.administrator.blueprint import blueprint as administrator
from web.colleagues.blueprint import blueprint as colleagues
from web.coordinator.blueprint import blueprint as coordinator
from web.development import blueprint as development
from web.doorbell import doorbell
from web.extensions import csrf, db, limiter, migrate
from web.household.blueprint import blueprint as household
from web.models import keyring
from web.models.engine import engine_options, prepare
from web.public.blueprint import blueprint as public
from web.reply.blueprint import blueprint as reply
from web.transactions import PalierFlask
from web.volunteer.blueprint import blueprint as volunteer

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, **overrides: Any) -> Flask:  # noqa: ANN401 - Flask's
    """Build the application.

    Args:
        settings: those of the installation; read from the environment when not given.
        overrides: Flask configuration for tests.
    """
    settings = settings or configuration.load()
    logs.configure(settings.log_level, as_json=settings.is_production)
    keyring.configure(settings.field_keys, settings.secret_key)
    app = PalierFlask("web")
    app.config.update(_flask_config(settings), **overrides)
    _bind_extensions(app, settings)
    for part in (tracing, auth, i18n, pictograms, errors, headers, packing):
        part.init_app(app)
    app.before_request(access.enforce)
    for blueprint in (public, volunteer, household, reply, coordinator, colleagues, administrator):
        app.register_blueprint(blueprint)
    if not settings.is_production:
        app.register_blueprint(development)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    return app


def _bind_extensions(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    db.session.session_factory.configure(info={"demo_clock": settings.demo_clock})
    migrate.init_app(app, db)
    csrf.init_app(app)
    limiter.init_app(app)
    doorbell.init_app(app)
    delivery.post_office.configure(settings)
    geocoding.street_level.configure(settings.geocoder_url)


def _flask_config(settings: Settings) -> dict[str, object]:
    return {
        "PALIER": settings,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "RATELIMIT_STORAGE_URI": settings.rate_limit_url,
        "RATELIMIT_STORAGE_OPTIONS": {
            "socket_timeout": PAGE_WAITS_S,
            "socket_connect_timeout": PAGE_WAITS_S,
        },
        "RATELIMIT_ENABLED": settings.environment != "test",
        # A form may lie open all afternoon; its token lives as long as the browser's session.
        "WTF_CSRF_TIME_LIMIT": None,
        # Behind TLS it would ask for a Referer, which `headers` tells browsers never to send.
        "WTF_CSRF_SSL_STRICT": False,
        "SESSION_COOKIE_NAME": "palier",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.base_url.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
        # Thirty days from signing in, and no cookie beside what a cache keeps for everybody.
        "SESSION_REFRESH_EACH_REQUEST": False,
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "TEMPLATES_AUTO_RELOAD": settings.environment == "development",
    }
