"""What stands behind a link: one page a purpose. The page modules register themselves here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask.typing import ResponseReturnValue

from web.models import Link
from web.services.links import Purpose

View = Callable[[Link], ResponseReturnValue]


@dataclass(frozen=True, slots=True)
class Renewal:
    """The message that brings its owner a fresh link: its kind, and the params of its row."""

    kind: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """What a link of one purpose opens.

    Attributes:
        show: answers GET with the link's page; changes nothing.
        act: answers POST; doing the same twice does it once.
        settled: read-only page of an unexpired link that was revoked since its matter moved on;
            without it such a link is simply ended.
        undo: answers POST on a settled page, for who went there by mistake.
        renewal: what to send when the owner asks for a new link; None when there is no use in one.
    """

    show: View
    act: View | None = None
    settled: View | None = None
    undo: View | None = None
    renewal: Callable[[Link], Renewal | None] | None = None


PAGES: dict[Purpose, Page] = {}


def register(purpose: Purpose, page: Page) -> None:
    PAGES[purpose] = page
