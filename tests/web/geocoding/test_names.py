import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.geocoding.names import alternatives, fold, spellings, unfinished


@pytest.mark.parametrize(
    "spelling", ["Saint-Gilles", "saint gilles", "ST. GILLES", "St-Gilles", "  Sint  Gilles "]
)
def test_saints_are_alike_however_they_are_written(spelling: str) -> None:
    assert fold(spelling) == fold("Saint-Gilles")


def test_a_saint_and_a_holy_woman_stay_two() -> None:
    assert fold("Sainte-Marie") != fold("Saint-Marie")


@given(st.text())
def test_folding_twice_changes_nothing_more_about_letters_and_digits(text: str) -> None:
    once = fold(text)
    assert fold(once.upper()) == fold(once)


def test_german_umlauts_may_be_written_out() -> None:
    assert fold("Luettich") in spellings("Lüttich")
    assert fold("Luttich") in spellings("Lüttich")


def test_a_half_typed_saint_grows_into_one() -> None:
    assert "saint" in unfinished("Sin")
    assert "saint" not in unfinished("Sinaai")


def test_a_hyphen_joins_a_name_and_a_dash_between_spaces_parts_two() -> None:
    assert alternatives("Heist-op-den-Berg") == ["Heist-op-den-Berg"]
    assert alternatives("Ixelles - Elsene") == ["Ixelles", "Elsene"]
