"""Parties who join or leave a side that is laid out already."""

from typing import Any

import numpy as np

from matcher.large.exceptions import Exceptions
from matcher.large.looking import OPEN, Looking, Marks
from matcher.large.offers import ROWS
from matcher.large.planes import WORD
from matcher.large.seen import SeenOffers
from matcher.pairs import Booleans

_MARKS = ("speaks", "needs", "must", "births", "interests", "wishes")
_COLUMNS = ("latitude", "longitude", "open", "talks", "any_language")


def add_party(offers: SeenOffers, side: int, place: int, newcomer: Looking) -> None:
    """Put a newcomer, laid out alone, in a place that is held ready at the end of its side."""
    looking = offers.volunteers if side == ROWS else offers.households
    asking = looking.asking
    for name in _COLUMNS:
        getattr(asking, name)[place] = getattr(newcomer.asking, name)[0]
    asking.record[place] = newcomer.asking.record[0]
    asking.whole[place, 7] = place
    longer: dict[str, Any] = {
        name: _with_marks(getattr(asking, name), place, getattr(newcomer.asking, name))
        for name in _MARKS
    }
    view = looking.view
    position = int(np.flatnonzero(view.map.party == place)[0])
    view.record[position] = asking.record[place]
    view.asked[position] = newcomer.view.asked[0]
    word, bit = divmod(position, WORD)
    mask = np.uint64(1) << np.uint64(bit)
    set_here = (newcomer.view.bits[:, 0] & np.uint64(1)).astype(np.bool_)
    view.bits[:, word] = np.where(set_here, view.bits[:, word] | mask, view.bits[:, word] & ~mask)
    most = max(view.most_bonus, newcomer.view.most_bonus)
    changed = Looking(asking._replace(**longer), view._replace(most_bonus=most))
    if side == ROWS:
        offers.volunteers = changed
    else:
        offers.households = changed


def hide_party(offers: SeenOffers, side: int, place: int) -> None:
    """Nobody sees this party any more, and it sees nobody."""
    looking = offers.volunteers if side == ROWS else offers.households
    looking.asking.open[place] = False
    view = looking.view
    word, bit = divmod(int(np.flatnonzero(view.map.party == place)[0]), WORD)
    view.bits[view.first[6] + OPEN, word] &= ~(np.uint64(1) << np.uint64(bit))


def forget_decisions(offers: SeenOffers, side: int, place: int) -> None:
    """Whoever comes to this place next is not concerned by what was decided about the last."""
    own, others = offers.exceptions[side], offers.exceptions[1 - side]
    gone = np.zeros(len(own.partner), np.bool_)
    gone[own.start[place] : own.start[place + 1]] = True
    both = _without(own, gone), _without(others, others.partner == place)
    offers.exceptions = both if side == ROWS else both[::-1]


def _without(exceptions: Exceptions, gone: Booleans) -> Exceptions:
    left = np.append(0, np.cumsum(~gone))
    return Exceptions(left[exceptions.start], exceptions.partner[~gone], exceptions.bonus[~gone])


def _with_marks(marks: Marks, place: int, newcomer: Marks) -> Marks:
    """The newcomer's marks instead of those of whoever had the place."""
    at, end = marks.start[place : place + 2].tolist()
    start = marks.start.copy()
    start[place + 1 :] += len(newcomer.number) - (end - at)
    return Marks(
        start,
        np.concatenate([marks.number[:at], newcomer.number, marks.number[end:]]),
        np.concatenate([marks.weight[:at], newcomer.weight, marks.weight[end:]]),
    )
