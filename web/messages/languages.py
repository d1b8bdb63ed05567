"""The languages we write in and their names, by CLDR."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global
from flask_babel import get_locale

STAFF_LANGUAGES = ("fr", "nl", "de", "en")
HOUSEHOLD_LANGUAGES = (
    *STAFF_LANGUAGES,
    *("ar", "uk", "ru", "tr", "fa", "ps", "ti", "so", "es", "pt"),
)

# What people speak in Belgian schemes, most frequent first.
SPOKEN_LANGUAGES = tuple(
    "fr nl en de ar ti ps fa prs tr uk ru so es pt am ku ckb kmr sq ro pl bg it hy ka ur pa bn hi "  # noqa: SIM905 - forty quoted words read worse
    "sw ln rw ff wo zh vi ne ta el sr zgh".split()
)
# CLDR keeps Dari as the Persian of Afghanistan, which Somali has only as 'Faarsi'.
_NAMED_BY = {"prs": "fa_AF"}
# Babel has no names for these. Who speaks Kurmanji calls it so.
_GAPS = {
    ("prs", "ps"): "دري",
    ("prs", "so"): "Dari",
    ("kmr", "fr"): "kurde du Nord (kurmandji)",
    ("kmr", "nl"): "Koerdisch (Kurmanji)",
    ("kmr", "de"): "Kurdisch (Kurmandschi)",
    ("kmr", "en"): "Northern Kurdish (Kurmanji)",
    ("kmr", "ar"): "الكردية (الكرمانجية)",
    ("kmr", "uk"): "курдська (курманджі)",
    ("kmr", "ru"): "курдский (курманджи)",
    ("kmr", "tr"): "Kürtçe (Kurmancî)",
    ("kmr", "fa"): "کردی (کرمانجی)",
    ("kmr", "ps"): "کردي (کرمانجي)",
    ("kmr", "ti"): "ኩርዲሽ (ኩርማንጂ)",
    ("kmr", "so"): "Kurdishka (Kurmanji)",
    ("kmr", "es"): "kurdo (kurmanyi)",
    ("kmr", "pt"): "curdo (kurmanji)",
}


def language_of(chosen: str, scheme: str) -> str:
    """In which language to write to somebody: the chosen one, if we can, else the scheme's."""
    return chosen if chosen in HOUSEHOLD_LANGUAGES else scheme


def language_name(tag: str, locale: Locale | None = None) -> str:
    """The name of a language in the reader's language, else in English, else its tag."""
    return _named(tag, locale or get_locale() or Locale("en"))


# Babel takes as long for one name as a page may take for a row.
@lru_cache(maxsize=2_000)
def _named(tag: str, locale: Locale) -> str:
    gap = _GAPS.get((tag, locale.language))
    known = locale.languages.get(_NAMED_BY.get(tag, tag)) or Locale("en").languages.get(tag)
    return gap or known or tag


@cache
def autonym(tag: str) -> str:
    """The name that speakers give their language."""
    return Locale.parse(tag).get_display_name(tag) or tag


def with_territory(tag: str) -> str:
    """As services that show links spell a language: 'fr_FR', where CLDR expects it to be spoken."""
    language, *_script, territory = str(get_global("likely_subtags")[tag]).split("_")
    return f"{language}_{territory}"
