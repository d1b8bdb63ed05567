"""Pictograms inside pages, read once: a list shows one at every row."""

from __future__ import annotations

from functools import lru_cache

from flask import Flask
from markupsafe import Markup


def init_app(app: Flask) -> None:
    @lru_cache(maxsize=200)
    def svg(name: str, otherwise: str | None = None) -> Markup:
        """The drawing of `templates/icons/`; `otherwise` stands in where there is none."""
        files = [f"icons/{one}.svg" for one in (name, otherwise) if one]
        return Markup(app.jinja_env.select_template(files).render())  # noqa: S704 - our own files

    app.add_template_global(svg)
