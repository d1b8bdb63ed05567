"""Names as people look for them: one spelling for capitals, accents, ligatures and scripts.

Words of every script but the Arabic are written in Latin letters. Arabic leaves out short vowels,
so that no rule writes it as people do: its words stay Arabic, and are found from other scripts by
their consonants.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from anyascii import anyascii

# Germans write an umlaut out where they have no key for it.
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_ARABIC_BLOCKS = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF))
# One letter, however Arabic, Persian, Pashto or Urdu writes it; hamza and tatweel are none.
_ARABIC_LETTERS = str.maketrans(
    {
        **dict.fromkeys("ىیېۍے", "ي"),
        **dict.fromkeys("ةەہھۃ", "ه"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ٱ", "ا"),
        **dict.fromkeys("ءـ", ""),
    }
)

# Up to so many letters a word may be a part of the next one: van, den, el, ben, abd.
_SHORT = 4


class Script(StrEnum):
    """What a word was written in, as far as looking for it goes."""

    LATIN = "latin"
    ARABIC = "arabic"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name; its text has small letters and digits only."""

    text: str
    script: Script


def words_of(text: str) -> list[Word]:
    """The words of a name: 'Aïcha el-Ödman' is aicha, el and odman."""
    plain = "".join(sign for sign in _plain(text) if unicodedata.category(sign) != "Cf")
    words = ("".join(signs) for is_word, signs in groupby(plain, _is_of_a_word) if is_word)
    folded = (Word("".join(map(_letters, word)), _script_of(word)) for word in words)
    return [word for word in folded if word.text]


def spellings_of(text: str) -> list[set[Word]]:
    """The words of a name, each in all its spellings: Müller is also Mueller."""
    written_out = words_of(_plain(text).translate(_UMLAUTS))
    return [{*pair} for pair in zip(words_of(text), written_out, strict=True)]


def run_together(text: str) -> list[tuple[range, Word]]:
    """Short words written as one with what follows, and the places of the words in it.

    "Van den Berg" is also vandenberg and denberg, "d'Hondt" is also dhondt.
    """
    readings = (words_of(text), words_of(_plain(text).translate(_UMLAUTS)))
    return [run for words in readings for run in _runs(words)]


def sort_key(text: str) -> list[str]:
    """Puts names in the order of their words, whatever their capitals and accents."""
    return [word.text for word in words_of(text)]


def _runs(words: Sequence[Word]) -> Iterator[tuple[range, Word]]:
    for first, word in enumerate(words):
        text = word.text
        for last in range(first + 1, len(words)):
            if len(words[last - 1].text) > _SHORT or words[last].script is not word.script:
                break
            text += words[last].text
            yield range(first, last + 1), Word(text, word.script)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")


def _letters(sign: str) -> str:
    """What a sign is written as; vowel points of Arabic and accents that stand alone: nothing."""
    if _is_arabic(sign) and not sign.isdecimal():
        parts = unicodedata.normalize("NFKD", sign)
        return "".join(part for part in parts if part.isalnum()).translate(_ARABIC_LETTERS)
    return "".join(letter for letter in anyascii(sign).lower() if letter.isalnum())


def _is_arabic(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in _ARABIC_BLOCKS)


def _script_of(word: str) -> Script:
    # Signs that stand beside letters, such as the apostrophes of ʿAlī and Noʻmon, have no script.
    letters = [sign for sign in word if unicodedata.category(sign) in {"Ll", "Lo"}]
    if any(map(_is_arabic, letters)):
        return Script.ARABIC
    latin = all(unicodedata.name(sign, "").startswith("LATIN") for sign in letters)
    return Script.LATIN if latin else Script.OTHER
