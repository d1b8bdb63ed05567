"""Single cells: contacts, dates, numbers, yes and no."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from web.models.vocabulary import AgeBand, Gender
from web.services import normalise
from web.services.importing.problems import BadCell, Reason
from web.services.importing.text import fold
from web.services.normalise import BadValue

_YES = frozenset({"yes", "y", "x", "oui", "o", "ja", "j", "true", "vrai", "waar", "1", "ok", "v"})
_NO = frozenset({"no", "n", "non", "nee", "neen", "nein", "false", "faux", "onwaar", "0"})
_GENDERS = {
    **dict.fromkeys(
        (
            *(
                "woman",
                "female",
                "f",
                "w",
                "mrs",
                "ms",
                "miss",
                "femme",
                "mme",
                "madame",
                "feminin",
            ),
            *(
                "feminin",
                "mlle",
                "vrouw",
                "v",
                "mevr",
                "mevrouw",
                "mw",
                "vrouwelijk",
                "frau",
                "weiblich",
            ),
        ),
        Gender.WOMAN,
    ),
    **dict.fromkeys(
        (
            *("man", "male", "m", "mr", "h", "homme", "monsieur", "masculin", "dhr", "de heer"),
            *("heer", "mannelijk", "mann", "herr", "mannlich"),
        ),
        Gender.MAN,
    ),
    **dict.fromkeys(
        ("x", "other", "autre", "andere", "ander", "divers", "non binary"), Gender.OTHER
    ),
}
_BANDS = (
    (70, AgeBand.FROM_70),
    (55, AgeBand.FROM_55),
    (40, AgeBand.FROM_40),
    (25, AgeBand.FROM_25),
    (0, AgeBand.UNDER_25),
)
_OLDEST = 120
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,])(\d{1,6}(?:[.,]\d{1,3})?)(?![\d.,])")
_METRES = 100  # a distance above it is no number of kilometres that anybody walks or cycles
_BETWEEN_CONTACTS = re.compile(r"[;,|\n]|\s/\s|\s(?:ou|of|or|et|en|and)\s")
_IN_BRACKETS = re.compile(r"<([^<>]+)>")


def email(text: str) -> str:
    """The first usable address of a cell. Raises BadValue when there is none."""
    return _first_good(text, lambda part: normalise.email(_bare_address(part)))


def phone(text: str) -> str:
    """The first usable number of a cell, in E.164. Raises BadValue when there is none."""
    return _first_good(text, normalise.phone)


def _first_good(text: str, tidy: Callable[[str], str]) -> str:
    problem: BadValue | None = None
    for part in (text, *_BETWEEN_CONTACTS.split(text)):
        try:
            return tidy(part)
        except BadValue as bad:
            problem = problem or bad
    raise problem or BadValue(normalise.Complaint.REQUIRED)


def _bare_address(text: str) -> str:
    """The address of 'Ana <ana@example.org>' or of a link."""
    in_brackets = _IN_BRACKETS.search(text)
    return (in_brackets[1] if in_brackets else text).strip().removeprefix("mailto:")


def yes_or_no(text: str) -> bool:
    """Raises BadCell when it is neither."""
    word = fold(text)
    if word in _YES or text.strip() in {"✓", "✔", "☑"}:
        return True
    if word in _NO or text.strip() in {"-", "–", "—"}:
        return False
    raise BadCell(Reason.YES_OR_NO)


def gender(text: str) -> Gender:
    """Raises BadCell when the word is not known."""
    try:
        return _GENDERS[fold(text)]
    except KeyError:
        raise BadCell(Reason.GENDER_UNKNOWN) from None


def past_date(text: str, today: date) -> date:
    """A date, day first as in Belgium or ISO; not after today.

    Raises:
        BadCell: no date, or one to come.
    """
    if found := _ISO.fullmatch(text.strip()):
        year, month, day = (int(number) for number in found.groups())
    elif found := _DAY_FIRST.fullmatch(text.strip()):
        day, month, year = (int(number) for number in found.groups())
        # Two digits: of the hundred years until this one.
        year += 0 if year > 99 else 2000 if 2000 + year <= today.year else 1900  # noqa: PLR2004
    else:
        raise BadCell(Reason.DATE_SHAPE)
    try:
        when = date(year, month, day)
    except ValueError:
        raise BadCell(Reason.DATE_SHAPE) from None
    if when > today:
        raise BadCell(Reason.DATE_FUTURE)
    return when


def age_band(text: str, today: date) -> AgeBand:
    """The band of a birth date, a birth year or an age; nothing more exact is kept."""
    try:
        born = past_date(text, today)
    except BadCell:
        years = _YEAR.findall(text)
        numbers = _NUMBER.findall(text)
        if len(years) == 1:
            age = today.year - int(years[0])
        elif len(numbers) == 1 and numbers[0].isdecimal():
            age = int(numbers[0])
        else:
            raise BadCell(Reason.AGE_SHAPE) from None
    else:
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not 0 <= age <= _OLDEST:
        raise BadCell(Reason.AGE_SHAPE)
    return next(band for least, band in _BANDS if age >= least)


def birth_years(text: str, today: date) -> list[int]:
    """The years in a list of years or dates.

    Raises:
        BadCell: a part has none, or one that nobody alive was born in.
    """
    years = []
    for part in re.split(r"[;,|\n+&]|\s/\s|\s(?:et|en|and)\s|(?<=\d{4})\s+(?=\d{4})", text):
        if part.strip():
            found = _YEAR.findall(part)
            if len(found) != 1 or not today.year - _OLDEST <= int(found[0]) <= today.year:
                raise BadCell(Reason.YEAR_SHAPE, part.strip())
            years.append(int(found[0]))
    return years


def ages_to_birth_years(text: str, today: date) -> list[int]:
    """About when people of these ages were born: '5 et 8 ans'. Raises BadCell for other words."""
    ages = re.findall(r"\d+", text)
    if not ages or any(int(age) > _OLDEST for age in ages):
        raise BadCell(Reason.AGE_SHAPE)
    return [today.year - int(age) for age in ages]


def one_to_three(text: str) -> int:
    """How many at a time: '2', '2 familles'. Raises BadCell outside one to three."""
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1 or numbers[0] not in {"1", "2", "3"}:
        raise BadCell(Reason.ONE_TO_THREE)
    return int(numbers[0])


def metres(text: str) -> int:
    """A distance in metres; a number alone is kilometres, above a hundred metres.

    Raises:
        BadCell: no number, or not between 100 m and 100 km.
    """
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        raise BadCell(Reason.DISTANCE_RANGE)
    number = float(numbers[0].replace(",", "."))
    unit = re.search(r"\d\s*(km|kilom|m)", text.casefold())
    in_metres = unit[1] == "m" if unit else number > _METRES
    distance = round(number if in_metres else number * 1000)
    if not _METRES <= distance <= _METRES * 1000:
        raise BadCell(Reason.DISTANCE_RANGE)
    return distance
