"""Parties who join or leave a side that is laid out already."""

from typing import Any

import numpy as np

from matcher.large.looking import OPEN, Looking, Marks
from matcher.large.offers import ROWS
from matcher.large.planes import WORD
from matcher.large.seen import SeenOffers

_MARKS = ("speaks", "needs", "must", "births", "interests", "wishes")
_COLUMNS = ("latitude", "longitude", "open", "talks", "any_language")


def add_party(offers: SeenOffers, side: int, place: int, newcomer: Looking) -> None:
    """Put a newcomer, laid out alone, in a place that was held ready at the end of its side."""
    looking = offers.volunteers if side == ROWS else offers.households
    asking = looking.asking
    for name in _COLUMNS:
        getattr(asking, name)[place] = getattr(newcomer.asking, name)[0]
    asking.record[place] = newcomer.asking.record[0]
    asking.whole[place, 7] = place
    longer: dict[str, Any] = {
        name: _appended(getattr(asking, name), place, getattr(newcomer.asking, name))
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


def _appended(marks: Marks, place: int, newcomer: Marks) -> Marks:
    """The places after the newcomer's begin where its marks end."""
    at = marks.start[place]
    start = marks.start.copy()
    start[place + 1 :] = at + len(newcomer.number)
    return Marks(
        start,
        np.concatenate([marks.number[:at], newcomer.number]),
        np.concatenate([marks.weight[:at], newcomer.weight]),
    )
