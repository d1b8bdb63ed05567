"""The data as shipped: complete, in order, and repaired."""

import csv
import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import web.geocoding
from web.geocoding.places import Locality, load_gazetteer

SOURCES = Path(web.geocoding.__file__).parent / "sources"


def kilometres(one: Locality, other: Locality) -> float:
    return 111.2 * math.hypot(
        one.latitude - other.latitude, (one.longitude - other.longitude) * 0.634
    )


def test_there_are_the_postcodes_and_the_municipalities_of_2025() -> None:
    gazetteer = load_gazetteer()
    assert len(gazetteer.by_postcode) == 1146
    assert len({place.municipality for place in gazetteer.localities}) == 565


def test_each_municipality_has_one_seat() -> None:
    seats = Counter(
        place.municipality.name
        for place in load_gazetteer().localities
        if place.kind == "municipality"
    )
    assert len(seats) == 565
    assert set(seats.values()) == {1}


def test_the_main_locality_of_a_postcode_comes_first() -> None:
    for places in load_gazetteer().by_postcode.values():
        for before, after in pairwise(places):
            assert before.standing[:2] <= after.standing[:2]


@pytest.mark.parametrize(
    ("postcode", "main"),
    [
        ("9700", "Oudenaarde"),
        ("7090", "Braine-le-Comte"),
        ("6600", "Bastogne"),
        ("5600", "Philippeville"),
        ("8510", "Marke"),
        ("9080", "Lochristi"),
        ("1570", "Galmaarden"),
    ],
)
def test_a_postcode_stands_for_its_main_town_not_for_its_first_village(
    postcode: str, main: str
) -> None:
    assert load_gazetteer().by_postcode[postcode][0].name == main


def test_all_points_lie_in_belgium() -> None:
    for place in load_gazetteer().localities:
        assert 49.49 < place.latitude < 51.51, place
        assert 2.54 < place.longitude < 6.41, place


def test_no_locality_lies_far_from_all_others_of_its_municipality() -> None:
    by_municipality: dict[str, list[Locality]] = {}
    for place in load_gazetteer().localities:
        by_municipality.setdefault(place.municipality.name, []).append(place)
    strays = [
        (place.postcode, place.name, round(nearest, 1))
        for places in by_municipality.values()
        if len(places) > 1
        for place in places
        if (nearest := min(kilometres(place, other) for other in places if other is not place)) > 9
    ]
    # Really so far: two wide municipalities on the borders.
    assert {name for _, name, _ in strays} <= {
        "Manderfeld",
        "Büllingen",
        "Villers-devant-Orval",
    }


def test_every_repair_is_in_the_data_and_has_its_reason() -> None:
    gazetteer = load_gazetteer()
    with (SOURCES / "repairs.csv").open(encoding="utf-8", newline="") as handle:
        repairs = list(csv.DictReader(handle))
    assert repairs
    for repair in repairs:
        point = float(repair["latitude"]), float(repair["longitude"])
        points = [(p.latitude, p.longitude) for p in gazetteer.by_postcode[repair["postcode"]]]
        assert point in points, repair
        assert len(repair["reason"]) > 20


def test_the_attribution_that_the_licence_asks_for_is_shipped() -> None:
    text = (SOURCES.parent / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert "GeoNames" in text
    assert "CC BY 4.0" in text
