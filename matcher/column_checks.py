"""Columns as they came, checked once and brought into the form that every run computes with."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.checking import MOST, MOST_YEAR
from matcher.columns import GENDERS, Columns, HouseholdColumns, VolunteerColumns
from matcher.errors import MatcherError
from matcher.parties import ALL_SLOTS, Level

Column: TypeAlias = npt.NDArray[Any]

LAST_PRIORITY = 3
"""Of a need; 0 stands where there is none."""

HALVES = 0xD800, 0xDFFF
"""First and last of the surrogates, which alone are no text."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What a column has to hold, and how it is kept.

    `kinds` are numpy's kinds that are understood; `least` and `most` bound each entry; `wide` is
    None for a column, the words whose number a matrix is wide, or "" for any width.
    """

    kinds: str
    called: str
    dtype: Any
    least: Any = None
    most: Any = None
    wide: str | None = None


def _whole(most: int, dtype: type = np.int64, wide: str | None = None) -> _Form:
    return _Form("iu", "whole numbers", dtype, 0, most, wide)


def _degrees(most: float) -> _Form:
    return _Form("iuf", "numbers", np.float64, -most, most)


_YES_OR_NO = _Form("b", "booleans", np.bool_)
_DAYS = _Form("M", "days", "datetime64[D]", np.datetime64(date.min), np.datetime64(date.max))

_FORMS = {
    "ids": _Form("U", "texts", None),
    "latitude": _degrees(90),
    "longitude": _degrees(180),
    "max_distance_m": _whole(MOST),
    "slots": _whole(ALL_SLOTS),
    "capacity": _whole(MOST),
    "wanted": _whole(MOST),
    "adults": _whole(MOST),
    "gender": _whole(len(GENDERS) - 1, np.int8),
    "levels": _whole(max(Level), np.int8, "languages"),
    "needs": _whole(LAST_PRIORITY, np.int8, "categories"),
    "child_birth_years": _whole(MOST_YEAR, np.int16, ""),
    "ready_on": _DAYS,
    **dict.fromkeys(("offers", "wants"), replace(_YES_OR_NO, wide="categories")),
    "interests": replace(_YES_OR_NO, wide="interests"),
}
"""By the name of a field; all others are _YES_OR_NO."""


def checked(columns: Columns, side: str) -> Columns:
    """The same, each column in the type that its class names; MatcherError for what makes no sense.

    That names the column, and whose entry it is: other lengths, kinds, widths or values than those
    of `VolunteerColumns` and `HouseholdColumns`, an id that comes twice.
    """
    parts = dict(_in_form(columns, side))
    ordered = np.sort(parts["ids"])
    twice = np.flatnonzero(ordered[1:] == ordered[:-1])
    if twice.size:
        raise MatcherError(f"two {side}s have the id {str(ordered[twice[0]])!r}")
    return type(columns)(words=columns.words, **parts)


def _in_form(
    columns: VolunteerColumns | HouseholdColumns, side: str
) -> Iterator[tuple[str, Column]]:
    for field in fields(columns):
        if field.name != "words":
            form, column = _FORMS.get(field.name, _YES_OR_NO), getattr(columns, field.name)
            name = f"{field.name} of the {side}s"
            if not (isinstance(column, np.ndarray) and column.dtype.kind in form.kinds):
                kind = getattr(column, "dtype", type(column).__name__)
                raise MatcherError(f"{name} must be an array of {form.called}, not {kind}")
            _check_shape(column, form, name, columns)
            _check_values(column, form, field.name, columns.ids)
            yield field.name, column.astype(form.dtype or column.dtype, copy=False)


def _check_shape(
    column: Column, form: _Form, name: str, columns: VolunteerColumns | HouseholdColumns
) -> None:
    if len(column.shape) == 0 or len(column) != len(columns.ids):
        entries = len(column) if column.shape else "no"
        raise MatcherError(f"{name} has {entries} entries, not {len(columns.ids)}")
    if column.ndim != (1 if form.wide is None else 2):
        raise MatcherError(f"{name} has {column.ndim} dimensions")
    words = getattr(columns.words, form.wide) if form.wide else None
    if words is not None and column.shape[1] != len(words):
        raise MatcherError(f"{name} is {column.shape[1]} wide, not {len(words)} as its words")


def _check_values(column: Column, form: _Form, name: str, ids: Column) -> None:
    """MatcherError naming the first whose entry is out of bounds; NaN and NaT always are."""
    if form.kinds == "U":
        letters = np.ascontiguousarray(column).view(np.uint32)
        if ((letters >= HALVES[0]) & (letters <= HALVES[1])).any():
            raise MatcherError("an id holds half of a surrogate pair, which is no text")
        return
    if form.least is None or not column.size:
        return
    if not (column.min() >= form.least and column.max() <= form.most):
        wrong = ~((column >= form.least) & (column <= form.most))
        at = tuple(np.argwhere(wrong)[0])
        raise MatcherError(f"{name} of {str(ids[at[0]])!r} is {column[at]}")
