from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from web.queries.suppression import SMALLEST, suppressed

CELLS = st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=6)


@given(CELLS)
def test_no_cell_below_five_is_shown_and_no_other_number_is_changed(cells: dict[str, int]) -> None:
    for key, count in suppressed(cells).items():
        assert count is None or count == cells[key] >= SMALLEST


@given(CELLS.filter(lambda cells: len(cells) > 1))
def test_no_hidden_cell_follows_from_the_total(cells: dict[str, int]) -> None:
    hidden = [key for key, count in suppressed(cells).items() if count is None]
    assert len(hidden) != 1


def test_large_cells_stay_as_they_are() -> None:
    assert suppressed({"yes": 12, "no": 5}) == {"yes": 12, "no": 5}
