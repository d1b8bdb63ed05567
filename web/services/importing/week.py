"""Days and parts of the day as people write them: 'ma avond, za', 'mercredi après-midi'."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from web.services.importing.problems import BadCell, Reason
from web.services.importing.text import words

EVERY_DAY = frozenset(range(7))
EVERY_PART = frozenset(range(3))

# Monday first.
_FULL = (
    ("monday", "mondays", "lundi", "lundis", "maandag", "maandagen", "montag", "mon"),
    ("tuesday", "tuesdays", "mardi", "mardis", "dinsdag", "dinsdagen", "dienstag", "tue", "tues"),
    ("wednesday", "wednesdays", "mercredi", "mercredis", "woensdag", "mittwoch", "wed", "mer"),
    ("thursday", "thursdays", "jeudi", "jeudis", "donderdag", "donnerstag", "thu", "thur", "jeu"),
    ("friday", "fridays", "vendredi", "vendredis", "vrijdag", "freitag", "fri", "ven"),
    ("saturday", "saturdays", "samedi", "samedis", "zaterdag", "samstag", "sat", "sam", "zat"),
    ("sunday", "sundays", "dimanche", "dimanches", "zondag", "sonntag", "sun", "dim", "zon"),
)
_SHORT = {
    "en": {"mo": 0, "tu": 1, "we": 2, "th": 3, "fr": 4, "sa": 5, "su": 6},
    "fr": {"lu": 0, "ma": 1, "me": 2, "je": 3, "ve": 4, "sa": 5, "di": 6, "lun": 0, "mar": 1},
    "nl": {"ma": 0, "di": 1, "wo": 2, "do": 3, "vr": 4, "za": 5, "zo": 6, "maa": 0, "din": 1,
           "woe": 2, "don": 3, "vrij": 4},
}  # fmt: skip
_SPANS: dict[str, frozenset[int]] = {
    **dict.fromkeys(("weekend", "weekends", "week end", "week ends"), frozenset({5, 6})),
    **dict.fromkeys(
        ("weekdays", "weekday", "en semaine", "semaine", "doordeweeks", "door de week"),
        frozenset(range(5)),
    ),
    **dict.fromkeys(
        (
            *("every day", "everyday", "daily", "always", "any time", "anytime", "all week"),
            *("tous les jours", "toujours", "chaque jour", "toute la semaine"),
            *("elke dag", "alle dagen", "altijd", "hele week", "de hele week"),
        ),
        EVERY_DAY,
    ),
}
_PARTS: dict[str, frozenset[int]] = {
    **dict.fromkeys(
        (
            *("morning", "mornings", "am", "matin", "matins", "matinee", "avant midi"),
            *("voormiddag", "voormiddagen", "ochtend", "ochtends", "morgens", "vm", "vormittag"),
        ),
        frozenset({0}),
    ),
    **dict.fromkeys(
        (
            *("afternoon", "afternoons", "pm", "apres midi", "aprem", "apm"),
            *("namiddag", "namiddagen", "middag", "middags", "nm", "nachmittag"),
        ),
        frozenset({1}),
    ),
    **dict.fromkeys(
        ("evening", "evenings", "soir", "soirs", "soiree", "avond", "avonden", "avonds", "abend"),
        frozenset({2}),
    ),
    **dict.fromkeys(
        (
            *("all day", "whole day", "day", "toute la journee", "journee", "hele dag"),
            *("de hele dag", "heel de dag"),
        ),
        EVERY_PART,
    ),
}
_TO = frozenset({"to", "till", "until", "through", "au", "a", "tot", "tem", "tm", "bis"})
_FILLERS = frozenset(
    "and et en und or ou of on in the le la les l s de het op du free libre vrij also".split()  # noqa: SIM905 - thirty quotes read worse
)
_GROUPS = re.compile(r"[;\n|]")
# 'après-midi' is no range of days, and 'woensdagavond' is two words.
_TOGETHER = re.compile(
    r"(?i)\b(apr[eè]s|avant|week)\s*-\s*(?=midi|end)|([dt]ag)(?=[vnoam][a-z]{3})"
)
_UP_TO = re.compile(r"\s*(?:[-–—>]|t/m)\s*")
_LONGEST = 4


def parse_week(text: str, language: str | None = None) -> int:
    """The weekly grid as 21 bits: day x 3 + part of the day, Monday morning first.

    A day without a part is the whole day, a part without a day every day. A part counts for all
    days before it: 'lundi, mardi soir' is two evenings.

    Args:
        language: that of the file's headers, for what is short for different days in French
            and Dutch ('ma', 'di').

    Raises:
        BadCell: a word is neither, or short for two different days.
    """
    mask = 0
    for group in _GROUPS.split(text):
        for days, parts in _groups(_tokens(group, language)):
            mask |= slots(days or EVERY_DAY, parts or EVERY_PART)
    return mask


def slots(days: Iterable[int], parts: Iterable[int]) -> int:
    """The bits of these parts of these days."""
    parts = tuple(parts)
    return sum(1 << (day * 3 + part) for day in days for part in parts)


def slots_named(text: str) -> int | None:
    """The bits that a header such as 'lundi matin' stands for, and nothing else."""
    try:
        return parse_week(text) or None
    except BadCell:
        return None


Token = tuple[str, frozenset[int]]


def _groups(tokens: list[Token]) -> Iterator[tuple[frozenset[int], frozenset[int]]]:
    """Days with the parts that belong to them; parts may stand before or after their days."""
    days: frozenset[int] = frozenset()
    parts: frozenset[int] = frozenset()
    parts_first = bool(tokens) and tokens[0][0] == "part"
    previous = ""
    for sort, values in tokens:
        begins = (sort == "part") if parts_first else (sort == "day")
        if begins and previous and previous != sort:
            yield days, parts
            days, parts = frozenset(), frozenset()
        if sort == "day":
            days |= values
        else:
            parts |= values
        previous = sort
    if previous:
        yield days, parts


def _tokens(group: str, language: str | None) -> list[Token]:
    said = words(_UP_TO.sub(" tm ", _TOGETHER.sub(r"\1\2 ", group)))
    short = _short_days(said, language)
    found: list[Token] = []
    range_from: int | None = None
    start = 0
    while start < len(said):
        length, token = _longest(said, start, short)
        if token is None:
            word = said[start]
            if word in _TO and found and found[-1][0] == "day":
                range_from = min(found[-1][1]) if len(found[-1][1]) == 1 else None
            elif word in _AMBIGUOUS:
                raise BadCell(Reason.DAY_AMBIGUOUS, word)
            elif word not in _FILLERS:
                raise BadCell(Reason.AVAILABILITY_UNKNOWN, group.strip())
        else:
            if range_from is not None and token[0] == "day" and len(token[1]) == 1:
                token = ("day", _from_to(range_from, min(token[1])))
            range_from = None
            found.append(token)
        start += length
    return found


def _longest(said: list[str], start: int, short: dict[str, int]) -> tuple[int, Token | None]:
    for length in range(min(_LONGEST, len(said) - start), 0, -1):
        phrase = " ".join(said[start : start + length])
        if phrase in _SPANS:
            return length, ("day", _SPANS[phrase])
        if phrase in _PARTS:
            return length, ("part", _PARTS[phrase])
    for day, names in enumerate(_FULL):
        if said[start] in names:
            return 1, ("day", frozenset({day}))
    if said[start] in short:
        return 1, ("day", frozenset({short[said[start]]}))
    return 1, None


def _from_to(first: int, last: int) -> frozenset[int]:
    """'Friday to Monday' goes over the weekend."""
    return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))


_AMBIGUOUS = {
    word
    for word in set(_SHORT["fr"]) | set(_SHORT["nl"]) | set(_SHORT["en"])
    if len({days[word] for days in _SHORT.values() if word in days}) > 1
}


def _short_days(said: list[str], language: str | None) -> dict[str, int]:
    """Short names of days that are certain: by the words beside them, else by the headers."""
    for known in (_language_of(said), language):
        if known in _SHORT:
            return _SHORT[known]
    every = {word: day for days in _SHORT.values() for word, day in days.items()}
    return {word: day for word, day in every.items() if word not in _AMBIGUOUS}


_TELLING = {
    "fr": {"matin", "midi", "soir", "soiree", "lu", "me", "je", "ve", "lun", "mar", "mer", "jeu",
           "ven", "sam", "dim", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
           "dimanche", "et", "au"},
    "nl": {"avond", "avonden", "avonds", "namiddag", "voormiddag", "ochtend", "middag", "wo", "do",
           "vr", "za", "zo", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag",
           "zondag", "tot", "en"},
}  # fmt: skip


def _language_of(said: list[str]) -> str | None:
    """The one language whose words stand in the cell."""
    speaking = [language for language, telling in _TELLING.items() if telling & set(said)]
    return speaking[0] if len(speaking) == 1 else None
