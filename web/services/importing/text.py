"""One spelling for the many ways a header or a word is written."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The words of `text`: lower case, without accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return _WORD.findall(plain.replace("œ", "oe"))


def fold(text: str) -> str:
    """The words of `text` with one space between them."""
    return " ".join(words(text))


def whole_number(value: float) -> str:
    """A number as a person would have typed it: 1000.0 is 1000."""
    return str(int(value)) if float(value).is_integer() else repr(value)
