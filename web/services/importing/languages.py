"""Languages and levels as people write them: 'fr:native; nl:B1; arabe (courant)'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import langcodes
from babel import Locale
from babel.core import UnknownLocaleError

from web.messages.languages import SPOKEN_LANGUAGES, STAFF_LANGUAGES, language_name
from web.models.vocabulary import Level
from web.services.importing.language_words import ALSO, FILLERS, LEVELS
from web.services.importing.problems import BadCell, Reason
from web.services.importing.text import words

_NARROWER = {"ckb": "ku", "kmr": "ku", "prs": "fa"}
_SEPARATORS = re.compile(r"[;,/|•·\n+&]")
_AND = re.compile(r"\s(?:and|et|en|und|plus)\s", re.IGNORECASE)
_CEFR_RANGE = re.compile(r"\b([abc][12])\s*[-/+–]\s*(?:[abc][12]\b)?", re.IGNORECASE)
_REGION = re.compile(r"\b([a-z]{2,3})[-_][A-Z]{2}\b")
_LONGEST = 4
_SHORT, _LONG = 2, 3
"""Letters of a language code."""
UNSAID_FIRST = Level.FLUENT
"""The level of the language that is named first, when none is written."""
UNSAID = Level.CONVERSATIONAL
"""The level of any other language without one."""


def parse_languages(text: str) -> dict[str, Level]:
    """Tag to level, in the order of writing.

    Raises:
        BadCell: a part is no language that CLDR names in English, French, Dutch or German.
    """
    entries: dict[str, Level | None] = {}
    # 'A2/B1' counts as what is sure, and its slash separates nothing.
    tidy = _REGION.sub(r"\1", _CEFR_RANGE.sub(r"\1 ", text))
    for piece in _pieces(tidy):
        said = list(_recognise(piece))
        named = [one for one in said if isinstance(one, str)]
        # 'arabe, courant': a level by itself is of the language before.
        here = next(reversed(entries), "") if not named else ""
        waiting: Level | None = None
        for found in said:
            if isinstance(found, str):
                if here and _NARROWER.get(found) == here:  # 'Kurdish (Sorani)'
                    del entries[here]
                entries[found] = entries.get(found) or waiting
                here, waiting = found, None
            elif here:
                entries[here] = entries[here] or found
            else:
                waiting = found
    if not entries:
        raise BadCell(Reason.LANGUAGE_UNKNOWN, text)
    unsaid = [UNSAID_FIRST] + [UNSAID] * len(entries)
    return {
        tag: level or default
        for (tag, level), default in zip(entries.items(), unsaid, strict=False)
    }


def parse_level(text: str) -> Level:
    """The level that a word or a CEFR grade means.

    Raises:
        BadCell: it is none.
    """
    found = set(_recognise(_CEFR_RANGE.sub(r"\1 ", text), Reason.LEVEL_UNKNOWN))
    levels = [token for token in found if isinstance(token, Level)]
    if len(found) != 1 or not levels:
        raise BadCell(Reason.LEVEL_UNKNOWN, text)
    return levels[0]


def language_named(text: str) -> str | None:
    """The tag of the language that `text` is the name of, and nothing else."""
    return _names().get(" ".join(words(text)))


def _pieces(text: str) -> Iterator[str]:
    """The parts of a list; 'et' and 'en' divide names but not codes, where 'en' is English."""
    for piece in filter(None, map(str.strip, _SEPARATORS.split(text))):
        named = any(isinstance(found, str) for _, found in _spans(words(piece)))
        yield from _AND.split(piece) if named else [piece]


def _recognise(piece: str, otherwise: Reason = Reason.LANGUAGE_UNKNOWN) -> Iterator[str | Level]:
    """Languages and levels in the order of the words.

    'en', 'de' and the like are codes only where no language is named in full.
    """
    said = words(piece)
    spans = list(_spans(said))
    if not any(isinstance(found, str) for _, found in spans):
        spans = list(_spans(said, with_codes=True))
    if any(found is None for _, found in spans):
        raise BadCell(otherwise, piece)
    for start, found in spans:
        if isinstance(found, str) and start and said[start] in FILLERS and _code(said[start]):
            # 'nl en fr': is it three languages or two?
            raise BadCell(otherwise, piece)
        if found is not None:
            yield found


def _spans(
    said: list[str], *, with_codes: bool = False
) -> Iterator[tuple[int, str | Level | None]]:
    """What each run of words means, longest run first: a tag, a level, or None for neither."""
    start = 0
    while start < len(said):
        for length in range(min(_LONGEST, len(said) - start), 0, -1):
            phrase = " ".join(said[start : start + length])
            found = _names().get(phrase) or _levels().get(phrase)
            if found is None and with_codes and length == 1:
                found = _code(phrase)
            if found is not None or length == 1:
                break
        if found is not None or phrase not in FILLERS:
            yield start, found
        start += length


@cache
def _code(word: str) -> str | None:
    if not (word.isascii() and word.isalpha()):
        return None
    if len(word) == _SHORT and word in Locale("en").languages:
        return word
    if len(word) == _LONG:
        tag = langcodes.standardize_tag(word)
        return tag if tag in SPOKEN_LANGUAGES else None
    return None


@cache
def _names() -> dict[str, str]:
    """Folded name to tag: CLDR in four languages, the names that speakers use, common others."""
    names: dict[str, str] = {}
    for locale in map(Locale, STAFF_LANGUAGES):
        for tag, name in locale.languages.items():
            if "_" not in tag and len(tag) <= _LONG:
                names.setdefault(" ".join(words(name)), tag)
    for tag in SPOKEN_LANGUAGES:
        for locale in map(Locale, STAFF_LANGUAGES):
            names[" ".join(words(language_name(tag, locale)))] = tag
        names.setdefault(" ".join(words(_own_name(tag))), tag)
        names |= {" ".join(words(name)): tag for name in ALSO.get(tag, ())}
    return {name: tag for name, tag in names.items() if name and name not in FILLERS}


def _own_name(tag: str) -> str:
    try:
        return Locale.parse(tag).get_display_name(tag) or ""
    except UnknownLocaleError:
        return ""


@cache
def _levels() -> dict[str, Level]:
    return {phrase: level for level, phrases in LEVELS.items() for phrase in phrases}
