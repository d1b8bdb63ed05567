"""axe-core in a page of a real browser: everything, or only what a setting can change."""

from __future__ import annotations

from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests import databases

_OF_COLOURS = ("color-contrast", "link-in-text-block")
_RUN = """async (options) => {
  // Without the style sheets a second time: only a rule that is off would read them.
  const found = await axe.run({ resultTypes: ["violations"], preload: false, ...options });
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 120)}`);
}"""
# A place on a map has the size and the neighbours that it has: WCAG 2.5.8 names pins as the
# exception, and the table beside the map leads to the same pages.
_CONFIGURE = """() => axe.configure({
  rules: [{ id: "target-size", enabled: true, selector: "*:not(.map-point)" }],
})"""


class Rules(Enum):
    """Colours take most of the time, and a width does not change them."""

    ALL = "all"
    COLOURS = "colours"


_OPTIONS: dict[Rules, dict[str, Any]] = {
    Rules.ALL: {},
    Rules.COLOURS: {"runOnly": {"type": "rule", "values": [*_OF_COLOURS]}},
}


def prepare(page: Page) -> None:
    """Bring axe into the page that is open."""
    page.evaluate(_source())
    page.evaluate(_CONFIGURE)


def violations(page: Page, rules: Rules) -> list[str]:
    """Each broken rule with the first part of the page that breaks it."""
    found: list[str] = page.evaluate(_RUN, _OPTIONS[rules])
    return found


@cache
def _source() -> str:
    """A package of PyPI carries it."""
    found = find_spec("axe_playwright_python")
    if found is None or found.origin is None:
        databases.skip("there is no axe-core here (make setup installs axe-playwright-python)")
    assert found
    assert found.origin
    return (Path(found.origin).parent / "axe.min.js").read_text(encoding="utf-8")
