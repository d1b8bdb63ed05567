"""Lists as the reader's language writes them, by CLDR."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale


def listed(names: Sequence[str]) -> str:
    """Such as 'a, b and c'."""
    return str(format_list(list(names), locale=get_locale() or "en"))
