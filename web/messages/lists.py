"""Lists as the reader's language writes them, by CLDR."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale

# Where a semicolon looks otherwise.
_APART = {"ar": "؛ ", "fa": "؛ ", "ps": "؛ ", "ti": "፤ "}


def listed(names: Sequence[str]) -> str:
    """Such as 'a, b and c'."""
    return str(format_list(list(names), locale=get_locale() or "en"))


def apart(names: Sequence[str]) -> str:
    """Such as 'reading letters; phone and computer', for names that have an 'and' of their own."""
    locale = get_locale()
    return _APART.get(locale.language if locale else "en", "; ").join(names)
