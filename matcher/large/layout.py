"""Columns of a side made longer: for those who may come, and for those who came."""

from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from matcher.columns import Columns


def with_room(columns: Columns, room: int) -> Columns:
    """The same with `room` parties more who have nothing, offer nothing and want nothing."""
    if room == 0:
        return columns
    parts: dict[str, Any] = {}
    for field in fields(columns):
        if field.name != "words":
            column: npt.NDArray[Any] = getattr(columns, field.name)
            nothing = np.zeros((room, *column.shape[1:]), column.dtype)
            parts[field.name] = np.concatenate([column, nothing])
    return type(columns)(words=columns.words, **parts)


def joined(one: Columns, other: Columns) -> Columns:
    """Both after each other; they must have the same words."""
    parts: dict[str, Any] = {}
    for field in fields(one):
        if field.name != "words":
            both = getattr(one, field.name), getattr(other, field.name)
            # Only the number of children differs.
            widest = max(column.shape[-1] for column in both)
            parts[field.name] = np.concatenate(
                [
                    np.pad(column, ((0, 0), (0, widest - column.shape[1])))
                    if column.ndim > 1
                    else column
                    for column in both
                ]
            )
    return type(one)(words=one.words, **parts)
