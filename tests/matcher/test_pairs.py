"""What assign() accepts, and what it says to what it does not."""

from typing import Any

import numpy as np
import pytest
from scipy.sparse import coo_array, coo_matrix, csr_array, dia_array

from matcher import MatcherError, assign

EMPTY = -np.inf


@pytest.mark.parametrize("form", ["coo", "csr", "csc", "bsr", "dok", "lil"])
def test_any_sparse_format_gives_the_same(form: str) -> None:
    scores = coo_matrix(np.array([[3, 1], [2, 2]]))
    result = assign(scores.asformat(form))
    assert (result.rows.tolist(), result.columns.tolist(), result.total) == ([0, 1], [0, 1], 5)


@pytest.mark.parametrize("form", ["coo", "csr", "csc"])
def test_a_stored_zero_is_a_feasible_pair(form: str) -> None:
    scores = coo_array(([0, 0], ([0, 1], [0, 1])), shape=(2, 2)).asformat(form)
    result = assign(scores, coverage=True)
    assert (result.rows.tolist(), result.columns.tolist(), result.total) == ([0, 1], [0, 1], 0)


def test_a_stored_zero_on_a_diagonal_is_a_feasible_pair() -> None:
    scores = dia_array((np.array([[0, 7]]), [0]), shape=(2, 2))
    assert assign(scores, coverage=True).rows.tolist() == [0, 1]


def test_the_input_is_not_modified() -> None:
    scores = csr_array(coo_array(([4, 0, 2], ([1, 0, 0], [1, 1, 0])), shape=(2, 2)))
    before = scores.data.copy(), scores.indices.copy(), scores.indptr.copy()
    assign(scores, [1, 2], [2, 1], coverage=True)
    for kept, now in zip(before, (scores.data, scores.indices, scores.indptr), strict=True):
        assert np.array_equal(kept, now)


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_nobody_on_one_side_gives_an_empty_result(shape: tuple[int, int]) -> None:
    result = assign(np.zeros(shape), coverage=True)
    assert (len(result.rows), result.total) == (0, 0)
    assert (len(result.row_prices), len(result.column_prices)) == shape
    assert result.is_optimal(np.zeros(shape))


def test_no_feasible_pair_and_no_capacity_give_an_empty_result() -> None:
    assert len(assign(np.full((2, 2), EMPTY)).rows) == 0
    result = assign([[5, 1]], 0, 1)
    assert len(result.rows) == 0
    assert result.is_optimal([[5, 1]])


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        ([[1.0, 2.0], [np.nan, -3.0]], "score nan of row 1, column 0 is not a number"),
        ([[1, 2], [-4, -3]], "score -4 of row 1, column 0 is negative"),
        ([[1.0, 2.5], [0.5, 1.0]], "score 2.5 of row 0, column 1 is not a whole number"),
        ([[1.0, np.inf]], "score inf of row 0, column 1 is too large"),
        ([[2**53]], "score 9007199254740992 of row 0, column 0 is too large"),
        ([1, 2, 3], "two dimensions, not 1"),
        ([["a"]], "scores must be numbers"),
        ([[1, 2], [3]], "scores are not a matrix"),
        (
            coo_array(([1, 2, 3], ([1, 0, 1], [1, 0, 1])), shape=(2, 2)),
            "score 1 of row 1, column 1 is stored twice",
        ),
        (
            coo_array(([1.0, EMPTY], ([0, 0], [0, 1])), shape=(1, 2)),
            "score -inf of row 0, column 1 is negative",
        ),
        (coo_array(np.array([1, 2])), "two dimensions, not 1"),
        (csr_array(np.array([1, 2])), "two dimensions, not 1"),
    ],
)
def test_scores_that_make_no_sense_are_named(scores: Any, message: str) -> None:
    with pytest.raises(MatcherError, match=message):
        assign(scores)


@pytest.mark.parametrize(
    ("capacity", "message"),
    [
        (-1, "capacity of row 0 is negative: -1"),
        ([1, -2], "capacity of row 1 is negative: -2"),
        ([1, 2, 3], r"row capacity has shape \(3,\) for 2 rows"),
        (1.5, "row capacity must be whole numbers"),
        (True, "row capacity must be whole numbers"),
        ([[1], [1, 2]], "row capacity is not one number for each"),
    ],
)
def test_capacities_that_make_no_sense_are_named(capacity: Any, message: str) -> None:
    with pytest.raises(MatcherError, match=message):
        assign([[1, 2], [3, 4]], capacity)


def test_a_huge_capacity_is_as_good_as_enough() -> None:
    assert assign([[1, 2], [3, 4]], np.uint64(2**64 - 1), 10**18).total == 10


@pytest.mark.parametrize("kind", ["i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8"])
def test_capacities_of_any_width_are_understood(kind: str) -> None:
    most = np.iinfo(kind).max
    result = assign([[1, 2], [3, 4]], np.array([1, most], kind), np.array([most, 1], kind))
    assert result.total == assign([[1, 2], [3, 4]], [1, 2], [2, 1]).total
