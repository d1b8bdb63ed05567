"""Both sides of a large run, prepared to look for each other: what each shows, what each asks.

A `View` is a side as it is looked through; an `Asking` is a side as it looks: for each party, which
planes of the other side's view matter for which rule or criterion.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matcher.columns import WOMAN, HouseholdColumns, VolunteerColumns, births
from matcher.distance import position_cm
from matcher.large.planes import WORD, Map, Reals, Words, draw_map, planes
from matcher.pairs import Booleans, Integers, SmallIntegers
from matcher.parties import CONVERSATION, DAYS, PARTS, Level
from matcher.scoring import falling

SLOTS = DAYS * PARTS
SLOT_BITS: Any = np.uint64(SLOTS)
SLOT_MASK: Any = np.uint64((1 << SLOTS) - 1)
BIRTHS = 32
LEVELS = 4

# The flags of a view, in order; what a flag means for either side.
OPEN, WOMEN, MIXED, CHILDREN, SCREENED, STEPS, TALK, INTERPRETER = range(8)
FLAGS = 8

RECORD = 8
"""Numbers in a record: 64 bytes."""


class View(NamedTuple):
    """A side as it is looked through, by position on its map.

    Attributes:
        map: where everybody stands.
        bits: (planes, words); `first` tells where each kind of plane begins.
        first: languages (four a language, one for each level reached), what is given or needed,
            slots, births, interests, wished or offered in return, flags.
        record: (positions, 8), all numbers about a party in one line of the processor's cache: x, y
            and z in centimetres, the limit and its `falling`; then, to be read as integers, the
            slot mask with the weight of all needs (0 for volunteers) above it, points that all
            pairs of this party get, and who it is.
        whole: the same memory, read as integers.
        asked: the weight of all needs.
        net: points that all pairs of this party get, less its price when `note_prices` was called.
        most_net: the most of those in each word.
        most_bonus: the most that a bonus of anybody here adds to a pair.
    """

    map: Map
    bits: Words
    first: Integers
    record: Reals
    whole: Integers
    asked: npt.NDArray[np.int16]
    net: Integers
    most_net: Integers
    most_bonus: int


class Marks(NamedTuple):
    """Some numbers for each party: those of party i are at start[i] to start[i + 1]."""

    start: Integers
    number: SmallIntegers
    weight: SmallIntegers


class Asking(NamedTuple):
    """A side as it looks, by party.

    Attributes:
        latitude, longitude: in degrees.
        record: as in View, by party.
        speaks: languages, weighted by level.
        needs: planes among what is given or needed, weighted.
        must: flags that the other has to have.
        births, interests, wishes: planes of their kinds.
        open: whether there is a place at all.
        talks: whether practising a language counts, when the other has TALK.
        any_language: whether an interpreter is there.
        own_level, other_level: for practising.
    """

    latitude: Reals
    longitude: Reals
    record: Reals
    whole: Integers
    speaks: Marks
    needs: Marks
    must: Marks
    births: Marks
    interests: Marks
    wishes: Marks
    open: Booleans
    talks: Booleans
    any_language: Booleans
    own_level: int
    other_level: int


@dataclass(frozen=True, slots=True, eq=False)
class Looking:
    """How one side looks, and how it is seen."""

    asking: Asking
    view: View


def marks(table: npt.NDArray[Any]) -> Marks:
    """The entries of a matrix that are not zero, by row, weighted by what they are."""
    rows, columns = np.nonzero(table)
    start = np.zeros(len(table) + 1, np.int64)
    np.cumsum(np.bincount(rows, minlength=len(table)), out=start[1:])
    return Marks(start, columns.astype(np.int32), table[rows, columns].astype(np.int32))


def of_volunteers(volunteers: VolunteerColumns, year: int, room: int = 0) -> Looking:
    """Volunteers, who need what they offer to be asked for; the last `room` are yet to come."""
    v = volunteers
    n, categories = len(v), v.offers.shape[1]
    near = _bits(v.near_births(year))
    talks = _column(v.offers, v.words.categories)
    woman = v.gender == WOMAN
    flags = [v.capacity > 0, woman, ~v.only_women, ~v.no_children, v.screened, v.step_free]
    given = [v.offers[:, c] for c in range(categories)]
    nothing = np.zeros(n, np.int64)
    record = _record(v, nothing, nothing)
    view = _view(v, room, record, given, near, v.wants, [*flags, talks, np.zeros(n, np.bool_)])
    must = np.zeros((n, FLAGS), np.bool_)
    must[:, OPEN] = True
    must[:, WOMEN] = v.only_women
    must[:, MIXED] = ~woman
    must[:, CHILDREN] = v.no_children | ~v.screened
    must[:, STEPS] = ~v.step_free
    # A household shows each need as one of three planes, by weight.
    asks = np.zeros((n, 3 * categories), np.int8)
    for weight in (1, 2, 3):
        asks[:, weight - 1 :: 3] = v.offers * weight
    return Looking(
        _asking(
            v,
            record,
            asks,
            must,
            near,
            v.wants,
            v.capacity > 0,
            talks,
            np.zeros(n, np.bool_),
            Level.FLUENT,
            Level.BASIC,
        ),
        view,
    )


def of_households(
    households: HouseholdColumns, bonus: Integers, year: int, room: int = 0
) -> Looking:
    """Households with the points that all their pairs get for having waited."""
    h = households
    weights = h.needs_weights
    born = births(h.child_birth_years, year)
    children = born > 0
    talks = _column(h.needs > 0, h.words.categories)
    woman = h.gender == WOMAN
    given = [weights[:, c] == weight for c in range(weights.shape[1]) for weight in (1, 2, 3)]
    flags = [h.wanted > 0, woman, ~h.only_women, ~children, ~children, ~h.step_free_only]
    asked = weights.sum(axis=1, dtype=np.int64)
    record = _record(h, asked, bonus)
    view = _view(
        h, room, record, given, _bits(born), h.offers, [*flags, talks, h.interpreter_available]
    )
    must = np.zeros((len(h), FLAGS), np.bool_)
    must[:, OPEN] = True
    must[:, WOMEN] = h.only_women
    must[:, MIXED] = ~woman
    must[:, CHILDREN] = must[:, SCREENED] = children
    must[:, STEPS] = h.step_free_only
    asking = _asking(
        h,
        record,
        weights,
        must,
        _bits(born),
        h.offers,
        h.wanted > 0,
        talks,
        h.interpreter_available,
        Level.BASIC,
        Level.FLUENT,
    )
    return Looking(asking, view)


def _bits(masks: npt.NDArray[np.uint32]) -> Booleans:
    places = np.arange(BIRTHS, dtype=np.uint32)
    found: Booleans = (masks[:, None] >> places & np.uint32(1)).astype(np.bool_)
    return found


def _column(table: Booleans, categories: tuple[str, ...]) -> Booleans:
    if CONVERSATION in categories:
        return table[:, categories.index(CONVERSATION)]
    return np.zeros(len(table), np.bool_)


def _view(
    side: VolunteerColumns | HouseholdColumns,
    room: int,
    record: Reals,
    given: list[Booleans],
    born: Booleans,
    wished: Booleans,
    flags: list[Booleans],
) -> View:
    likeness = _likeness(side.levels)
    drawn = draw_map(side.latitude, side.longitude, side.max_distance_m, likeness, room)
    kinds = (
        [
            side.levels[:, lang] >= level
            for lang in range(side.levels.shape[1])
            for level in range(1, 5)
        ],
        given,
        [(side.slots >> slot & 1).astype(np.bool_) for slot in range(SLOTS)],
        list(born.T),
        list(side.interests.T),
        list(wished.T),
        flags,
    )
    first = np.cumsum([0, *map(len, kinds)]).astype(np.int64)
    placed = record[drawn.party]
    whole = placed.view(np.int64)
    return View(
        map=drawn,
        bits=np.concatenate([planes(kind, drawn.party) for kind in kinds]),
        first=first,
        record=placed,
        whole=whole,
        asked=(whole[:, 5] >> SLOTS).astype(np.int16),
        net=whole[:, 6].copy(),
        most_net=np.zeros(-(-len(placed) // WORD), np.int64),
        most_bonus=int(whole[:, 6].max(initial=0)),
    )


def _likeness(levels: npt.NDArray[np.int8]) -> Integers:
    """A number for each party, near those who speak the same: the rarest language says most."""
    everybody = np.arange(len(levels))
    rarest_last = np.argsort(-(levels > 0).sum(axis=0), kind="stable")
    likeness = np.empty(len(levels), np.int64)
    likeness[np.lexsort([everybody, *levels[:, rarest_last].T])] = everybody
    return likeness


def _asking(
    side: VolunteerColumns | HouseholdColumns,
    record: Reals,
    needs: npt.NDArray[np.int8],
    must: Booleans,
    born: Booleans,
    wished: Booleans,
    opened: Booleans,
    talks: Booleans,
    any_language: Booleans,
    own_level: Level,
    other_level: Level,
) -> Asking:
    return Asking(
        latitude=side.latitude.astype(np.float64),
        longitude=side.longitude.astype(np.float64),
        record=record,
        whole=record.view(np.int64),
        speaks=marks(side.levels),
        needs=marks(needs),
        must=marks(must),
        births=marks(born),
        interests=marks(side.interests),
        wishes=marks(wished),
        open=opened,
        talks=talks.astype(np.bool_),
        any_language=any_language.astype(np.bool_),
        own_level=int(own_level),
        other_level=int(other_level),
    )


def _record(side: VolunteerColumns | HouseholdColumns, asked: Integers, bonus: Integers) -> Reals:
    record = np.empty((len(side), RECORD), np.float64)
    record[:, :3] = np.stack(position_cm(side.latitude, side.longitude), axis=1)
    record[:, 3] = side.max_distance_m
    record[:, 4] = falling(side.max_distance_m)
    whole = record.view(np.int64)
    whole[:, 5] = side.slots | asked << SLOTS
    whole[:, 6] = bonus
    whole[:, 7] = np.arange(len(side))
    return record
