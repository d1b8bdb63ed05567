import pytest

from web.geocoding import GazetteerLocator, place_of, snap


def test_a_postcode_and_a_locality_give_its_snapped_place() -> None:
    place = place_of("8510", "bellegem")
    assert place is not None
    assert (place.postcode, place.locality) == ("8510", "Bellegem")
    assert place.municipality.fr == "Courtrai"
    assert snap(place.latitude, place.longitude) == (place.latitude, place.longitude)
    assert place.precise is False


@pytest.mark.parametrize("locality", [None, "", "Atlantis", "Kortrijk", "Courtrai"])
def test_without_a_known_locality_the_main_town_stands_in(locality: str | None) -> None:
    place = place_of("8510", locality)
    assert place is not None
    assert place.locality == "Marke"


@pytest.mark.parametrize("postcode", ["9999", "", "85", "8500 Kortrijk", "𝟠", "abc"])
def test_an_unknown_postcode_has_no_place(postcode: str) -> None:
    assert place_of(postcode, "Kortrijk") is None


def test_the_gazetteer_knows_no_streets() -> None:
    assert GazetteerLocator().place_of("8500", "Kortrijk", "Grote Markt 1") == place_of("8500")
