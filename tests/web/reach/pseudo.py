"""A language that nobody speaks: every sentence of ours is marked, accented and half as long again.

What stands unmarked on a page is written into the program, and what does not fit would not fit in
Somali. It is made while a test runs, so nobody is ever offered it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from babel.support import Translations

from web import i18n

_KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]+>|&\w+;|https?://\S+)")
_MARKED = re.compile("⟦[^⟦⟧]*⟧")
_ACCENTED = str.maketrans(
    "aeiouyAEIOUYcdglnrstzCDGLNRSTZhkHK",
    "àéîõüýÀÉÎÕÜÝçđĝĺñŕšţžÇĐĜĹÑŔŠŢŽĥķĤĶ",
)
_VOWELS = re.compile("([aeiou])", re.IGNORECASE)


class _Pseudo(Translations):
    def gettext(self, message: str) -> str:
        return stretched(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 - gettext's signature
        return stretched(message)

    # By these names Flask-Babel asks.
    ugettext = gettext
    ungettext = ngettext
    upgettext = pgettext


def stretched(sentence: str) -> str:
    """The sentence between marks, with its placeholders and without a plain letter."""
    parts = _KEPT.split(sentence)
    said = (
        part if place % 2 else _VOWELS.sub(r"\1\1", part).translate(_ACCENTED)
        for place, part in enumerate(parts)
    )
    return f"⟦{''.join(said)}⟧"


def unmarked(text: str) -> str:
    """What is left of a text when all that went through the catalogs is taken away."""
    while (rest := _MARKED.sub(" ", text)) != text:
        text = rest
    return rest


@contextmanager
def spoken() -> Iterator[None]:
    """Whatever the language, this one is spoken until the block ends."""
    pseudo = _Pseudo()
    i18n._said_by_itself.cache_clear()
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(i18n._Catalogs, "get_translations", lambda _self: pseudo)
            yield
    finally:
        i18n._said_by_itself.cache_clear()
