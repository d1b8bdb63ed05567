"""The colours of a scheme's accent, made readable on our light and our dark grounds."""

from __future__ import annotations

import re

# What lies under an accent at worst: the darkest light ground, the lightest dark one.
LIGHT_GROUND = "#f2ede4"
DARK_GROUND = "#2c2823"
# WCAG 2.2 AA asks 4.5 for text; a little more, for what a browser rounds.
CONTRAST = 4.6
_DEFAULT = "#0b665c"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")

Colour = tuple[float, float, float]


def is_colour(text: str) -> bool:
    return _HEX.fullmatch(text) is not None


def readable(accent: str) -> str:
    """The accent as text on our light pages, and as a ground for white: the nearest such shade."""
    return _write(_on_light(accent))


def readable_in_the_dark(accent: str) -> str:
    return _write(_on_dark(accent))


def contrast_on_pages(accent: str) -> float:
    """How far the colour itself stands out from the darkest of our light grounds."""
    return contrast(accent, LIGHT_GROUND)


def style_sheet(accent: str) -> str:
    """The variables that a theme may set; what is no colour becomes the default's."""
    light, dark = _on_light(accent), _on_dark(accent)
    return (
        ":root {"
        f" --accent: {_write(light)}; --on-accent: {_ink_on(light)};"
        f" --accent-dark: {_write(dark)}; --on-accent-dark: {_ink_on(dark)};"
        " }\n"
    )


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.2, 1 to 21."""
    return _contrast(_read(one), _read(other))


def _on_light(accent: str) -> Colour:
    return _towards(_wanted(accent), (0.0, 0.0, 0.0), _read(LIGHT_GROUND))


def _on_dark(accent: str) -> Colour:
    return _towards(_wanted(accent), (1.0, 1.0, 1.0), _read(DARK_GROUND))


def _wanted(accent: str) -> Colour:
    return _read(accent if is_colour(accent) else _DEFAULT)


def _towards(colour: Colour, end: Colour, ground: Colour) -> Colour:
    """`colour`, mixed with black or white only as far as it takes to be read on `ground`."""
    for step in range(101):
        mixed = _rounded(
            tuple(a + (b - a) * step / 100 for a, b in zip(colour, end, strict=True))  # type: ignore[arg-type]
        )
        if _contrast(mixed, ground) >= CONTRAST:
            return mixed
    return end


def _ink_on(colour: Colour) -> str:
    return max("#ffffff", "#0c0c0c", key=lambda ink: _contrast(_read(ink), colour))


def _contrast(one: Colour, other: Colour) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of WCAG
        for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _read(text: str) -> Colour:
    red, green, blue = (int(text[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _rounded(colour: Colour) -> Colour:
    return _read(_write(colour))


def _write(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)
