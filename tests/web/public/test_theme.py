from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from web.public.theme import DARK_PAGE, LIGHT_PAGE, contrast, style_sheet

_COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def variables(accent: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#\w{6});", style_sheet(accent)))


@given(_COLOURS)
def test_any_accent_becomes_readable_on_both_pages(accent: str) -> None:
    theme = variables(accent)
    assert contrast(theme["accent"], LIGHT_PAGE) >= 4.5
    assert contrast(theme["on-accent"], theme["accent"]) >= 4.5
    assert contrast(theme["accent-dark"], DARK_PAGE) >= 4.5
    assert contrast(theme["on-accent-dark"], theme["accent-dark"]) >= 4.5


def test_a_readable_accent_is_kept_as_it_is() -> None:
    assert variables("#0b665c")["accent"] == "#0b665c"


@given(st.text())
def test_what_is_no_colour_never_reaches_the_style_sheet(accent: str) -> None:
    assert set(variables(accent)) == {"accent", "on-accent", "accent-dark", "on-accent-dark"}
    assert re.fullmatch(r":root \{( --[\w-]+: #[0-9a-f]{6};){4} \}\n", style_sheet(accent))


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
