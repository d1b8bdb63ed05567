from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.geocoding import BelgianGazetteer, postcode_exists, postcodes_of, suggest
from web.geocoding.places import Locality, load_gazetteer


def found(query: str | Mapping[str, str]) -> tuple[str, str] | None:
    location = BelgianGazetteer().geocode(query)
    if location is None:
        return None
    assert not isinstance(location, list)
    return location.raw["postcode"], location.raw["locality"]


@pytest.mark.parametrize(
    ("query", "postcode"),
    [
        ("Kortrijk", "8500"),
        ("Courtrai", "8500"),
        ("KORTRIJK", "8500"),
        ("Bruxelles", "1000"),
        ("brussel", "1000"),
        ("Brüssel", "1000"),
        ("Brussels", "1000"),
        ("Elsene", "1050"),
        ("ixelles", "1050"),
        ("Liège", "4000"),
        ("liege", "4000"),
        ("Luik", "4000"),
        ("Lüttich", "4000"),
        ("Luettich", "4000"),
        ("Gent", "9000"),
        ("Gand", "9000"),
        ("Bergen", "7000"),
        ("Namen", "5000"),
        ("Louvain", "3000"),
        ("Louvain-la-Neuve", "1348"),
        ("Saint-Gilles / Sint-Gillis", "1060"),
        ("Saint-Nicolas", "4420"),
        ("St. Niklaas", "9100"),
        ("St-Truiden", "3800"),
        ("Sankt Vith", "4780"),
        ("St. Vith", "4780"),
        ("Saint-Vith", "4780"),
        ("Ronse", "9600"),
        ("Renaix", "9600"),
        ("'s-Gravenbrakel", "7090"),
        ("Braine lalleud", "1420"),
        ("’s Gravenvoeren", "3798"),
        ("Éghezée", "5310"),
        ("Neder over heembeek", "1120"),
        ("Laken", "1020"),
    ],
)
def test_either_name_in_any_spelling_finds_the_place(query: str, postcode: str) -> None:
    answer = found(query)
    assert answer is not None
    assert answer[0] == postcode


@pytest.mark.parametrize(
    ("old", "postcode", "today"),
    [
        ("Galmaarden", "1570", "Pajottegem"),
        ("Gooik", "1755", "Pajottegem"),
        ("Herne", "1540", "Pajottegem"),
        ("Bertogne", "6687", "Bastogne"),
        ("Wachtebeke", "9185", "Lochristi"),
        ("Borsbeek", "2150", "Antwerpen"),
        ("Beveren", "9120", "Beveren-Kruibeke-Zwijndrecht"),
        ("Moerbeke", "9180", "Lokeren"),
        ("Looz", "3840", "Tongeren-Borgloon"),
        ("Meeuwen-Gruitrode", "3670", "Oudsbergen"),
        ("Neerpelt", "3910", "Pelt"),
        ("Zomergem", "9930", "Lievegem"),
        ("Knesselare", "9910", "Aalter"),
        ("Kortessem", "3720", "Hasselt"),
        ("Ruiselede", "8755", "Wingene"),
    ],
)
def test_a_merged_municipality_is_found_and_says_what_it_is_part_of(
    old: str, postcode: str, today: str
) -> None:
    location = BelgianGazetteer().geocode(old)
    assert location is not None
    assert not isinstance(location, list)
    assert location.raw["postcode"] == postcode
    assert location.raw["municipality"]["nl" if today != "Bastogne" else "fr"] == today


@pytest.mark.parametrize("merged", ["Pajottegem", "Lievegem", "Merelbeke-Melle", "Pelt"])
def test_a_new_municipality_is_found_by_its_new_name(merged: str) -> None:
    location = BelgianGazetteer().geocode(merged)
    assert location is not None
    assert not isinstance(location, list)
    assert location.raw["municipality"]["nl"] == merged


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("8500", ("8500", "Kortrijk")),
        ("B-8500", ("8500", "Kortrijk")),
        ("BE-8500 Kortrijk", ("8500", "Kortrijk")),
        ("8510 Bellegem", ("8510", "Bellegem")),
        ("Bellegem 8510", ("8510", "Bellegem")),
        ("8510 Belegem", ("8510", "Bellegem")),
        ("7350 Hensies (Thulin)", ("7350", "Thulin")),
        ("Grote Markt 1, 8500 Kortrijk, België", ("8500", "Kortrijk")),
        ("Chaussée de Wavre 1000, 1160 Auderghem, Belgique", ("1160", "Auderghem")),
        ("Rue de la Loi 16 Bruxelles", ("1000", "Bruxelles")),
        ("٨٥٠٠", ("8500", "Kortrijk")),
        ({"postalcode": "1050", "city": "Elsene"}, ("1050", "Ixelles")),
        ({"city": "Namen", "street": "Rue de Fer 1"}, ("5000", "Namur")),
    ],
)
def test_postcodes_and_addresses_are_read(
    query: str | dict[str, str], answer: tuple[str, str]
) -> None:
    assert found(query) == answer


@pytest.mark.parametrize("query", ["", " ", "9999", "Nowhere", "😀", "B-", "ትግርኛ", "a" * 500])
def test_what_is_no_place_is_not_found(query: str) -> None:
    assert found(query) is None


def test_an_answer_says_whether_the_name_was_understood() -> None:
    matched = [
        location.raw["matched"]
        for query in ("8500 Courtrai", "8500 Xyzzy")
        if (location := BelgianGazetteer().geocode(query)) and not isinstance(location, list)
    ]
    assert matched == ["locality", "postcode"]


def test_all_places_of_a_name_come_on_request() -> None:
    locations = BelgianGazetteer().geocode("Celles", exactly_one=False)
    assert isinstance(locations, list)
    assert locations[0].raw["postcode"] == "7760"
    assert {"4317", "5561"} <= {location.raw["postcode"] for location in locations}


@given(st.sampled_from(load_gazetteer().localities))
def test_every_locality_is_found_by_its_postcode_and_name(place: Locality) -> None:
    answer = BelgianGazetteer().geocode(f"{place.postcode} {place.name}")
    assert answer is not None
    assert not isinstance(answer, list)
    assert answer.raw["postcode"] == place.postcode
    assert (answer.latitude, answer.longitude) in {
        (other.latitude, other.longitude)
        for other in load_gazetteer().by_postcode[place.postcode]
        if place.keys & other.keys
    }


@given(
    st.sampled_from([p for p in load_gazetteer().localities if p.kind == "municipality"]),
    st.sampled_from(["fr", "nl", "de"]),
)
def test_every_municipality_is_found_by_its_name_in_every_language(
    seat: Locality, language: str
) -> None:
    name = seat.municipality.by_language[language]
    locations = BelgianGazetteer().geocode(name, exactly_one=False)
    assert isinstance(locations, list)
    assert seat.postcode in {location.raw["postcode"] for location in locations}


@given(st.text(max_size=60))
def test_nothing_that_people_type_breaks_it(text: str) -> None:
    found(text)
    suggest(text)
    postcode_exists(text)


def test_suggestions_begin_with_the_best_known_place() -> None:
    assert suggest("Kor")[0].name == "Kortrijk"
    assert suggest("court")[0].name in {"Kortrijk", "Courcelles"}
    assert suggest("gen")[0].name == "Gent"


def test_a_half_typed_saint_is_suggested() -> None:
    assert "Sint-Niklaas" in [place.name for place in suggest("Sin", 20)]


def test_digits_suggest_postcodes_in_order() -> None:
    assert [place.postcode for place in suggest("850", 3)] == ["8500", "8501", "8501"]


def test_no_more_suggestions_come_than_asked_for() -> None:
    assert len(suggest("s", 5)) == 5
    assert suggest("s", 0) == []
    assert suggest("") == []


@pytest.mark.parametrize(
    ("postcode", "exists"), [("1000", True), (" 9992 ", True), ("9999", False), ("", False)]
)
def test_a_postcode_exists_or_not(postcode: str, *, exists: bool) -> None:
    assert postcode_exists(postcode) is exists


@pytest.mark.parametrize(
    ("text", "postcodes"),
    [
        ("1050", ["1050"]),
        ("8501 Heule", ["8501"]),
        ("Heule", ["8501"]),
        ("Bruxelles", ["1000", "1020", "1120", "1130"]),
        ("courtrai", ["8500", "8501", "8510", "8511"]),
        ("0000", []),
        ("Atlantis", []),
        ("", []),
    ],
)
def test_a_place_stands_for_its_postcode_and_a_commune_for_all_of_its_own(
    text: str, postcodes: list[str]
) -> None:
    assert postcodes_of(text) == postcodes
