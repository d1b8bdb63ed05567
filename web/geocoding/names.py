"""One spelling for the many spellings of a place name."""

import re
import unicodedata

_SAINTS = {"st": "saint", "sint": "saint", "sankt": "saint", "ste": "sainte"}
_BETWEEN_NAMES = re.compile(r"\s[-–—]\s|[/,;()|\n]")
_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^\w]|_")
_SUR = re.compile(r"\bs/")
# Letters that do not come apart into one and its accent.
_WHOLE_LETTERS = str.maketrans({"œ": "oe", "ı": "i"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def tokens(text: str) -> list[str]:
    """The words of `text`: lower case, without accents, 'Saint', 'Sint' and 'St.' alike."""
    decomposed = unicodedata.normalize("NFKD", _SUR.sub("sur ", text.casefold()))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _NOT_A_LETTER_OR_DIGIT.sub(" ", plain.translate(_WHOLE_LETTERS)).split()
    return [_SAINTS.get(word, word) for word in words]


def fold(text: str) -> str:
    """The key under which a name is filed: its words run together.

    Hyphens, spaces and apostrophes are what people disagree about most, so none is left.
    """
    return "".join(tokens(text))


def spellings(name: str) -> set[str]:
    """Every key under which `name` is to be found: German umlauts also written out."""
    return {key for key in (fold(name), fold(name.translate(_UMLAUTS))) if key}


def unfinished(text: str) -> set[str]:
    """The keys that a name being typed may grow into: 'sin' may become 'Sint', filed as a saint."""
    words = tokens(text)
    last = words[-1] if words else ""
    grown = {saint for short, saint in _SAINTS.items() if len(last) > 1 and short.startswith(last)}
    return {"".join([*words[:-1], ending]) for ending in {last, *grown}} - {""}


def alternatives(text: str) -> list[str]:
    """The names in a text that gives several: 'Saint-Gilles / Sint-Gillis'."""
    return [part for part in map(str.strip, _BETWEEN_NAMES.split(text)) if part]
