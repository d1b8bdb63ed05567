"""Independent parts of a run: people between whom no pair is feasible, to be solved apart.

The candidate graph has the volunteers and households as nodes and the feasible pairs as edges.
Its connected components have nothing to do with each other: no place of one can be taken by
somebody of another. So each can be solved anywhere, and `union` puts the results together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heapify, heapreplace

import numpy as np
import scipy

from matcher.candidates import Ground
from matcher.errors import MatcherError
from matcher.matching import Progress, ground_of, in_order
from matcher.pairs import Booleans, Integers
from matcher.parties import Household, Pair, Volunteer
from matcher.pins import set_aside
from matcher.policy import Policy

MOST_PARTS = 32
"""Parts of one run: some for each worker, so that a slow one holds up little; not thousands."""


@dataclass(frozen=True, slots=True)
class Part:
    """Ids, ascending, of people who can only be matched with each other; `pairs` are feasible."""

    volunteers: tuple[str, ...]
    households: tuple[str, ...]
    pairs: int

    def among(
        self, volunteers: Iterable[Volunteer], households: Iterable[Household]
    ) -> tuple[list[Volunteer], list[Household]]:
        """Those of all people who belong here."""
        givers, takers = set(self.volunteers), set(self.households)
        return (
            [party for party in volunteers if party.id in givers],
            [party for party in households if party.id in takers],
        )

    def within(self, policy: Policy) -> Policy:
        """The policy as far as it speaks of these people."""
        givers, takers = set(self.volunteers), set(self.households)

        def ours(pairs: frozenset[Pair]) -> frozenset[Pair]:
            return frozenset(pair for pair in pairs if pair[0] in givers and pair[1] in takers)

        return replace(
            policy,
            proposed_last_time=ours(policy.proposed_last_time),
            pins=ours(policy.pins),
            forbidden=ours(policy.forbidden),
            live=ours(policy.live),
        )


def parts_of(
    volunteers: Iterable[Volunteer],
    households: Iterable[Household],
    policy: Policy,
    *,
    now: datetime,
    most_parts: int = MOST_PARTS,
    progress: Progress | None = None,
) -> tuple[Part, ...]:
    """Divide a run into parts between which no pair is feasible, those with most pairs first.

    Components are bundled into at most `most_parts` parts of about as many pairs each: the
    largest component first, each into the part that is smallest so far. Who has no feasible pair
    goes with the smallest part, so everybody is in exactly one; there is always at least one.
    Fairness floors compare households wherever they are: then the run is one part.

    The feasible pairs are counted, never stored: memory grows with the people.

    Raises:
        MatcherError: as in `match`, for ids and pins; or fewer than one part asked for.
    """
    if most_parts < 1:
        raise MatcherError(f"a run cannot be divided into {most_parts} parts")
    givers, takers = in_order(volunteers, "volunteer"), in_order(households, "household")
    ground = ground_of(givers, takers, policy, now.year)
    set_aside(ground, now)  # a pin that is possible is a feasible pair; the others are refused
    component, pairs = _components(ground, progress)
    part, counts = _bundled(component, pairs, 1 if policy.floors else most_parts)
    givers_part, takers_part = part[: len(givers)], part[len(givers) :]
    return tuple(
        Part(_ids(givers, givers_part == at), _ids(takers, takers_part == at), count)
        for at, count in enumerate(counts)
    )


def _ids(parties: Sequence[Volunteer | Household], here: Booleans) -> tuple[str, ...]:
    return tuple(parties[position].id for position in np.flatnonzero(here).tolist())


def _components(ground: Ground, progress: Progress | None) -> tuple[Integers, Integers]:
    """The component of every volunteer, then household; and each component's feasible pairs.

    Merged block by block: what was connected so far is one node.
    """
    n, m = len(ground.volunteers), len(ground.households)
    component = np.arange(n + m)
    degree = np.zeros(m, dtype=np.int64)
    for block, positions in ground.blocks():
        if progress is not None:
            progress("candidates", positions[0] / m)
        rows, columns = np.nonzero(block.feasible)
        degree[positions] = np.bincount(columns, minlength=len(positions))
        ends = component[rows], component[n + positions[columns]]
        edges = scipy.sparse.coo_array(
            (np.ones(len(rows), dtype=np.int8), ends), shape=(n + m, n + m)
        )
        component = scipy.sparse.csgraph.connected_components(edges, directed=False)[1].astype(
            np.int64
        )[component]
    _, component = np.unique(component, return_inverse=True)
    pairs = np.zeros(component.max(initial=-1) + 1, dtype=np.int64)
    np.add.at(pairs, component[n:], degree)
    return component, pairs


def _bundled(component: Integers, pairs: Integers, most: int) -> tuple[Integers, list[int]]:
    """The part of every node, and each part's feasible pairs, descending."""
    first = np.full(len(pairs), len(component))
    np.minimum.at(first, component, np.arange(len(component)))
    order = np.lexsort((first, -pairs))
    order = order[pairs[order] > 0]
    sizes = [(0, part) for part in range(min(most, len(order)) or 1)]
    heapify(sizes)
    part_of = np.full(len(pairs), -1)
    for one in order.tolist():
        size, part = sizes[0]
        heapreplace(sizes, (size + int(pairs[one]), part))
        part_of[one] = part
    # The parts are named by size; who has no pair is in the last.
    by_size = sorted(sizes, key=lambda sized: (-sized[0], sized[1]))
    name = np.empty(len(sizes) + 1, dtype=np.int64)
    name[[part for _, part in by_size]] = np.arange(len(sizes))
    name[-1] = len(sizes) - 1
    return name[part_of[component]], [size for size, _ in by_size]
