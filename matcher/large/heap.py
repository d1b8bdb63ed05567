"""A binary heap of numbered nodes with integer keys that can be lowered; ties go to the lower node.

`key` has one entry per node, `order` holds the nodes in heap order, `where` tells a node's place in
it, or -1.
"""

from typing import NamedTuple

import numpy as np

from matcher.large.compiled import compiled
from matcher.pairs import Integers, SmallIntegers


class Heap(NamedTuple):
    key: Integers
    order: SmallIntegers
    where: SmallIntegers


def empty_heap(nodes: int) -> Heap:
    return Heap(np.zeros(nodes, np.int64), np.zeros(nodes, np.int32), np.full(nodes, -1, np.int32))


@compiled
def _before(heap: Heap, one: int, other: int) -> bool:
    if heap.key[one] != heap.key[other]:
        return heap.key[one] < heap.key[other]
    return one < other


@compiled
def push(heap: Heap, size: int, node: int, key: int) -> int:
    """Add a node or lower its key; returns the new size."""
    heap.key[node] = key
    place = heap.where[node]
    if place < 0:
        place = size
        size += 1
    while place > 0:
        parent = (place - 1) >> 1
        above = heap.order[parent]
        if not _before(heap, node, above):
            break
        heap.order[place] = above
        heap.where[above] = place
        place = parent
    heap.order[place] = node
    heap.where[node] = place
    return size


@compiled
def pop(heap: Heap, size: int) -> int:
    """Take the first node off; the new size is one less."""
    top = heap.order[0]
    heap.where[top] = -1
    size -= 1
    if size > 0:
        node = heap.order[size]
        place = 0
        while True:
            child = 2 * place + 1
            if child >= size:
                break
            if child + 1 < size and _before(heap, heap.order[child + 1], heap.order[child]):
                child += 1
            below = heap.order[child]
            if not _before(heap, below, node):
                break
            heap.order[place] = below
            heap.where[below] = place
            place = child
        heap.order[place] = node
        heap.where[node] = place
    return top


@compiled
def clear(heap: Heap, size: int) -> None:
    for place in range(size):
        heap.where[heap.order[place]] = -1
