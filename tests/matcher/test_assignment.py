"""The solver against brute force, and its proof against tampering."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array, csr_array

from matcher import MatcherError, assign, assignment
from tests.matcher.strategies import Instance, instances

LIBRARY = Path(__file__).resolve().parents[3] / "shared" / "data" / "assignment"


@pytest.fixture(params=["small", "large"], scope="module", autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Everything here holds for scipy on a core and for the compiled engine alike."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "SMALL", 10**9 if request.param == "small" else -1)
        yield request.param


def best_by_trying_all(instance: Instance, *, coverage: bool) -> tuple[int, int]:
    """Pairs (0 unless coverage counts them) and points of the best choice there is."""
    scores, rows, columns = instance
    pairs = [(int(i), int(j)) for i, j in np.argwhere(scores >= 0)]
    best = (0, 0)
    for taken in product((False, True), repeat=len(pairs)):
        chosen = [pair for pair, take in zip(pairs, taken, strict=True) if take]
        if all(sum(i == row for i, _ in chosen) <= most for row, most in enumerate(rows)) and all(
            sum(j == column for _, j in chosen) <= most for column, most in enumerate(columns)
        ):
            points = sum(int(scores[pair]) for pair in chosen)
            best = max(best, (len(chosen) if coverage else 0, points))
    return best


@given(instances(), st.booleans())
def test_no_choice_within_the_capacities_is_better(instance: Instance, coverage: bool) -> None:
    scores, rows, columns = instance
    result = assign(scores, rows, columns, coverage=coverage)
    found = (len(result.rows) if coverage else 0, result.total)
    assert found == best_by_trying_all(instance, coverage=coverage)


@given(instances(most=6, points=40), st.booleans())
def test_every_result_keeps_capacities_and_proves_itself(
    instance: Instance, coverage: bool
) -> None:
    scores, rows, columns = instance
    result = assign(scores, rows, columns, coverage=coverage)
    chosen = list(zip(result.rows.tolist(), result.columns.tolist(), strict=True))
    assert chosen == sorted(set(chosen))
    assert all(scores[pair] >= 0 for pair in chosen)
    assert np.all(np.bincount(result.rows, minlength=len(rows)) <= rows)
    assert np.all(np.bincount(result.columns, minlength=len(columns)) <= columns)
    assert result.is_optimal(scores)


@given(instances(most=5), st.booleans())
def test_a_price_that_is_one_too_high_is_noticed(instance: Instance, coverage: bool) -> None:
    scores, rows, columns = instance
    result = assign(scores, rows, columns, coverage=coverage)
    assume(len(result.rows) > 0)
    row, column = int(result.rows[0]), int(result.columns[0])
    prices = result.row_prices.copy()
    # Beyond what the pair is worth, a price cannot be part of any proof.
    prices[row] = scores[row, column] + result.raised_by - result.column_prices[column] + 1
    assert not replace(result, row_prices=prices).is_optimal(scores)


@given(instances(most=5), st.booleans(), st.data())
def test_a_pair_left_out_is_noticed(
    instance: Instance, coverage: bool, data: st.DataObject
) -> None:
    scores, rows, columns = instance
    result = assign(scores, rows, columns, coverage=coverage)
    assume(len(result.rows) > 0)
    out = data.draw(st.integers(0, len(result.rows) - 1))
    row, column = int(result.rows[out]), int(result.columns[out])
    assume(coverage or scores[row, column] > 0)
    fewer = replace(
        result,
        rows=np.delete(result.rows, out),
        columns=np.delete(result.columns, out),
        total=result.total - int(scores[row, column]),
    )
    assert not fewer.is_optimal(scores)


def test_a_proof_does_not_hold_for_other_scores() -> None:
    result = assign([[3, 1], [2, 2]])
    assert result.is_optimal([[3, 1], [2, 2]])
    assert not result.is_optimal([[3, 1], [9, 2]])
    assert not result.is_optimal([[3, 6], [2, 2]])
    assert not result.is_optimal([[3, 1]])
    assert not replace(result, total=6).is_optimal([[3, 1], [2, 2]])
    assert not replace(result, rows=np.array([0, 0])).is_optimal([[3, 1], [2, 2]])


@settings(max_examples=30)
@given(instances(most=4), st.booleans())
def test_the_price_of_a_pair_is_what_solving_around_it_loses(
    instance: Instance, coverage: bool
) -> None:
    scores, rows, columns = instance
    result = assign(scores, rows, columns, coverage=coverage)
    best = result.total + result.raised_by * len(result.rows)
    for row, column in np.argwhere(scores >= 0).tolist():
        if not (rows[row] and columns[column]):
            continue
        rest, row_left, column_left = scores.copy(), rows.copy(), columns.copy()
        rest[row, column] = -np.inf
        row_left[row] -= 1
        column_left[column] -= 1
        around = assign(rest, row_left, column_left, coverage=coverage)
        forced = around.total + int(scores[row, column])
        forced += result.raised_by * (len(around.rows) + 1)
        assert result.price_of(row, column) == best - forced


def test_a_price_is_asked_only_of_a_pair_that_can_be_forced() -> None:
    result = assign([[1.0, -np.inf], [4.0, 2.0]], row_capacity=[1, 0])
    assert result.price_of(0, 0) == 0
    with pytest.raises(MatcherError, match="row 0, column 1 is not a feasible pair"):
        result.price_of(0, 1)
    with pytest.raises(MatcherError, match="row 5, column 0 is not a feasible pair"):
        result.price_of(5, 0)
    with pytest.raises(MatcherError, match="row 1, column 1 cannot be forced: capacity is 0"):
        result.price_of(1, 1)


@given(instances(most=6, points=40), st.booleans())
def test_the_order_of_rows_and_columns_changes_no_total(instance: Instance, coverage: bool) -> None:
    scores, rows, columns = instance
    row_order = np.random.default_rng(7).permutation(len(rows))
    column_order = np.random.default_rng(8).permutation(len(columns))
    turned = assign(
        scores[np.ix_(row_order, column_order)],
        np.array(rows, dtype=np.int64)[row_order],
        np.array(columns, dtype=np.int64)[column_order],
        coverage=coverage,
    )
    straight = assign(scores, rows, columns, coverage=coverage)
    assert (turned.total, len(turned.rows)) == (straight.total, len(straight.rows))


def test_coverage_prefers_two_poor_pairs_to_one_rich_one() -> None:
    scores = [[9.0, 1.0], [1.0, -np.inf]]
    assert assign(scores).total == 9
    assert assign(scores, coverage=True).total == 2


@given(instances(most=5))
def test_prices_are_what_a_place_less_would_lose_and_a_place_more_would_add(
    engine: str, instance: Instance
) -> None:
    scores, rows, columns = instance
    result = assign(scores, rows, columns)
    marginal = result.marginal_row_prices()
    for row in np.flatnonzero(rows):
        fewer = [most - (i == row) for i, most in enumerate(rows)]
        assert marginal[row] == result.total - assign(scores, fewer, columns).total
    if engine == "large":
        return  # its column prices prove the result, but need not be the lowest that do
    for column in range(len(columns)):
        more = [most + (j == column) for j, most in enumerate(columns)]
        assert result.column_prices[column] == assign(scores, rows, more).total - result.total


@pytest.mark.parametrize("seed", range(12))
def test_an_integer_program_finds_nothing_better(seed: int) -> None:
    generator = np.random.default_rng(seed)
    n, m = generator.integers(4, 14, size=2)
    scores = generator.integers(0, 100, size=(n, m)).astype(np.float64)
    scores[generator.random((n, m)) < 0.4] = -np.inf
    rows, columns = generator.integers(0, 4, size=n), generator.integers(0, 4, size=m)
    i, j = np.nonzero(scores >= 0)
    uses = np.concatenate([i == np.arange(n)[:, None], j == np.arange(m)[:, None]])
    program = milp(
        -scores[i, j],
        integrality=np.ones(len(i)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(uses.astype(float), ub=np.concatenate([rows, columns])),
    )
    assert assign(scores, rows, columns).total == round(-program.fun)


def test_a_price_of_scores_that_have_changed_is_refused() -> None:
    scores = csr_array(np.array([[3, 5], [4, 3]]))
    result = assign(scores)
    assert result.price_of(0, 0) == 3
    scores.data[:] = 1
    with pytest.raises(MatcherError, match="scores have changed"):
        result.price_of(0, 0)


@pytest.mark.parametrize("largest", [10**9, 10**10])
def test_huge_scores_are_solved_to_the_last_point(largest: int) -> None:
    generator = np.random.default_rng(11)
    scores = largest - generator.integers(0, 50, size=(60, 40))
    for coverage in (False, True):
        result = assign(scores, 1, 1, coverage=coverage)
        small = assign(scores - (largest - 50), 1, 1, coverage=True)
        assert result.total == small.total + 40 * (largest - 50)
        assert result.is_optimal(scores)


def test_scores_too_large_to_be_exact_are_refused() -> None:
    with pytest.raises(MatcherError, match="too large to be solved exactly"):
        assign(np.full((300, 300), 2**52))


@pytest.mark.parametrize(("size", "least"), [(100, 305), (200, 475), (300, 626), (400, 804)])
def test_the_or_library_problems_come_out_at_their_published_cost(size: int, least: int) -> None:
    path = LIBRARY / f"assign{size}.txt"
    if not path.exists():
        pytest.skip("the OR-Library files are not here (../shared/data/assignment)")
    numbers = np.array(path.read_text(encoding="ascii").split(), dtype=np.int64)
    costs = numbers[1:].reshape(size, size)
    result = assign(costs.max() - costs, coverage=True)
    assert len(result.rows) == size
    assert int(costs[result.rows, result.columns].sum()) == least
    assert result.is_optimal(costs.max() - costs)


@pytest.mark.parametrize("coverage", [False, True])
@pytest.mark.parametrize("places", [1, 2])
def test_pairs_far_down_everybody_s_list_are_found_when_they_are_needed(
    places: int, coverage: bool
) -> None:
    # Everybody likes the same few best, so nearly all of the answer lies outside of a core.
    scores = np.add.outer(np.arange(60), np.arange(60)) % 97
    scores[:, :15] = 100
    scores[:15, :] = 100
    result = assign(scores, places, places, coverage=coverage)
    assert len(result.rows) == 60 * places
    assert result.is_optimal(scores)
    if places == 1:
        rows, columns = linear_sum_assignment(scores, maximize=True)
        assert result.total == int(scores[rows, columns].sum())


@pytest.mark.parametrize("shape", [(40, 25), (25, 40)])
def test_either_side_may_have_fewer_places(shape: tuple[int, int]) -> None:
    scores = np.random.default_rng(3).integers(0, 99, shape)
    rows, columns = linear_sum_assignment(scores, maximize=True)
    assert assign(scores).total == int(scores[rows, columns].sum())
    assert assign(scores, 2, 3).is_optimal(scores)


def test_hundreds_a_side_with_places_on_both_are_proven() -> None:
    generator = np.random.default_rng(5)
    places = generator.choice(300 * 300, size=6_000, replace=False)
    points = generator.integers(0, 10_000, size=6_000)
    scores = coo_array((points, (places // 300, places % 300)), shape=(300, 300))
    rows, columns = generator.integers(0, 4, size=300), generator.integers(0, 3, size=300)
    result = assign(scores, rows, columns)
    assert result.is_optimal(scores)
    assert np.bincount(result.rows).max() > 1
    assert np.bincount(result.columns).max() > 1
