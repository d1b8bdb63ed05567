"""Real addresses with a true position: what does the geocoder say?"""

import csv
from pathlib import Path

import pytest
from geopy.distance import great_circle

from web.geocoding import BelgianGazetteer

DATA = Path(__file__).parents[4] / "shared" / "data" / "places"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no public test data at {DATA.name}: shared/data/places is missing"
)

FARTHEST_KM = 8.0
"""Stations stand in fields, and a postcode of the Ardennes may be 20 km wide."""


def stations() -> list[tuple[str, dict[str, str], tuple[float, float]]]:
    """Name, address and point of each Belgian station with a postcode."""
    with (DATA / "stations.csv").open(encoding="utf-8", newline="") as handle:
        points = {
            line["URI"]: (float(line["latitude"]), float(line["longitude"]))
            for line in csv.DictReader(handle)
            if line["country-code"] == "be"
        }
    with (DATA / "facilities.csv").open(encoding="utf-8", newline="") as handle:
        return [
            (
                line["name"],
                {"street": line["street"], "postalcode": line["zip"], "city": line["city"]},
                points[line["URI"]],
            )
            for line in csv.DictReader(handle)
            if line["zip"].isdigit() and line["URI"] in points
        ]


def distances() -> dict[str, float]:
    geocoder = BelgianGazetteer()
    found = {}
    for name, query, point in stations():
        location = geocoder.geocode(query)
        assert location is not None, query
        assert not isinstance(location, list)
        found[name] = great_circle(point, (location.latitude, location.longitude)).km
    return found


def test_the_addresses_of_stations_are_found_near_the_stations() -> None:
    kilometres = distances()
    assert len(kilometres) > 500
    assert {name: km for name, km in kilometres.items() if km > FARTHEST_KM} == {}
    assert sum(km <= 5 for km in kilometres.values()) >= 0.97 * len(kilometres)
    assert sum(km <= 3 for km in kilometres.values()) >= 0.91 * len(kilometres)
    assert sorted(kilometres.values())[len(kilometres) // 2] < 1.0


def test_a_station_named_after_its_town_lies_in_that_town() -> None:
    """The name alone, in each language: where it is unambiguous it is right."""
    geocoder = BelgianGazetteer()
    asked, wrong = 0, []
    with (DATA / "stations.csv").open(encoding="utf-8", newline="") as handle:
        lines = [line for line in csv.DictReader(handle) if line["country-code"] == "be"]
    for line in lines:
        point = float(line["latitude"]), float(line["longitude"])
        for name in {line["name"], line["alternative-fr"], line["alternative-nl"]} - {""}:
            answers = geocoder.geocode(name, exactly_one=False)
            if not isinstance(answers, list) or len(answers) > 1:
                continue
            asked += 1
            if great_circle(point, (answers[0].latitude, answers[0].longitude)).km > 6:
                wrong.append(name)
    assert asked > 400
    assert len(wrong) <= 0.025 * asked, wrong
