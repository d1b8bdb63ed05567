"""The walls that every answer carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from config.settings import Settings

# Styles and scripts, which no window shows by themselves as anything but text.
PARTS = frozenset({"text/css", "text/javascript", "application/javascript"})


def init_app(app: Flask) -> None:
    settings: Settings = app.config["PALIER"]
    policy = _content_security_policy(settings.tile_url)
    secure = settings.base_url.startswith("https://")

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers["X-Content-Type-Options"] = "nosniff"
        # A link's secret stands in the address: no other site may learn it.
        response.headers["Referrer-Policy"] = "no-referrer"
        # The others are for what a window shows; on seven small files they weigh three kilobytes.
        if response.mimetype not in PARTS:
            response.headers.setdefault("Content-Security-Policy", policy)
            response.headers["X-Frame-Options"] = "DENY"
            response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _content_security_policy(tile_url: str) -> str:
    images = "'self' data:"
    if tile_url:
        parts = urlsplit(tile_url)
        images += f" {parts.scheme}://{parts.netloc.replace('{s}', '*')}"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"img-src {images}; font-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
    )
