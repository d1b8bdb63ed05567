from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from config.settings import ROOT
from web.messages.colours import contrast, style_sheet

_TOKENS = ROOT / "web" / "static" / "tokens.css"
_COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def variables(accent: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#\w{6});", style_sheet(accent)))


def _grounds(scheme: str) -> list[str]:
    """What our style sheet lays under text, in light or in dark."""
    light, dark, _print = _TOKENS.read_text(encoding="utf-8").split("@media")
    colours = dict(re.findall(r"--([\w-]+): (#\w{3,6});", light if scheme == "light" else dark))
    named = [colours[name] for name in ("page", "card", "sunk")]
    return [colour if len(colour) == 7 else f"#{colour[1:] * 2}" for colour in named]


@given(_COLOURS)
def test_any_accent_becomes_readable_on_every_ground(accent: str) -> None:
    theme = variables(accent)
    for ground in _grounds("light"):
        assert contrast(theme["accent"], ground) >= 4.5
    for ground in _grounds("dark"):
        assert contrast(theme["accent-dark"], ground) >= 4.5
    assert contrast(theme["on-accent"], theme["accent"]) >= 4.5
    assert contrast(theme["on-accent-dark"], theme["accent-dark"]) >= 4.5


def test_a_readable_accent_is_kept_as_it_is() -> None:
    assert variables("#0b665c")["accent"] == "#0b665c"


@given(st.text())
def test_what_is_no_colour_never_reaches_the_style_sheet(accent: str) -> None:
    assert set(variables(accent)) == {"accent", "on-accent", "accent-dark", "on-accent-dark"}
    assert re.fullmatch(r":root \{( --[\w-]+: #[0-9a-f]{6};){4} \}\n", style_sheet(accent))


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
