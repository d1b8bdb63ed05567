"""Pictograms inside pages, drawn once each: a page may show hundreds.

A pictogram is a drawing of `templates/icons/`, hidden from who has the page read aloud unless it
has a label. Templates call `icon(name)`, and `pictogram(category)` for what people help with.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup

# Each drawing says so for itself; on a page the style sheets say it once: pages must be light.
_SAID_BY_STYLES = (
    ' fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"'
    ' stroke-linejoin="round" aria-hidden="true" focusable="false"'
)

_UNREAD = Markup(' aria-hidden="true"')


def init_app(app: Flask) -> None:
    def drawing(name: str) -> Markup:
        drawn = app.jinja_env.get_template(f"icons/{name}.svg").render()
        return Markup(drawn.replace(_SAID_BY_STYLES, "", 1))  # noqa: S704 - our own files

    @lru_cache(maxsize=1000)
    def icon(name: str, label: str | None = None, size: str | None = None) -> Markup:
        kind = f"icon {size}" if size else "icon"
        read = Markup(' role="img" aria-label="{}"').format(label) if label else _UNREAD
        return Markup('<span class="{}"{}>{}</span>').format(kind, read, drawing(name))

    def pictogram(category: str, size: str | None = None) -> Markup:
        """A scheme's own categories share one."""
        return icon(category if category in drawings else "other", size=size)

    drawings = {Path(name).stem for name in app.jinja_env.list_templates(["svg"])}
    app.add_template_global(icon)
    app.add_template_global(pictogram)
