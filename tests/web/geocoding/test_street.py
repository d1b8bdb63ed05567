import logging

import pytest

from tests.geocoder import MARKT, Server, server
from web.geocoding import StreetLocator, place_of, snap

__all__ = ["server"]

HELSINKI = (60.17, 24.94)


def locator(server: Server, kind: str = "nominatim", user: str = "") -> StreetLocator:
    return StreetLocator(f"{kind}+http://{user}{server.address}", seconds_between_requests=0)


@pytest.mark.parametrize(("kind", "user"), [("nominatim", ""), ("photon", ""), ("pelias", "key@")])
def test_the_street_is_found_and_snapped(server: Server, kind: str, user: str) -> None:
    place = locator(server, kind, user).place_of("8500", "Kortrijk", "Grote Markt 1")
    assert place is not None
    assert (place.latitude, place.longitude) == snap(*MARKT)
    assert place.precise is True


def test_nominatim_is_asked_field_by_field_and_within_belgium(server: Server) -> None:
    locator(server).place_of("8500", "courtrai", "Grote Markt 1")
    (path, query) = server.asked[0]
    assert path == "/search"
    assert query["street"] == ["Grote Markt 1"]
    assert query["postalcode"] == ["8500"]
    assert query["city"] == ["Kortrijk"]
    assert query["countrycodes"] == ["be"]


def test_the_same_address_is_asked_once(server: Server) -> None:
    streets = locator(server)
    first = streets.place_of("8500", "Kortrijk", "Grote Markt 1")
    second = streets.place_of("8500", "courtrai", "GROTE MARKT 1 ")
    assert first == second
    assert len(server.asked) == 1


@pytest.mark.parametrize("street", [None, "", "  "])
def test_without_a_street_nobody_is_asked(server: Server, street: str | None) -> None:
    assert locator(server).place_of("8500", None, street) == place_of("8500")
    assert server.asked == []


def test_an_unknown_postcode_is_not_asked_about(server: Server) -> None:
    assert locator(server).place_of("9999", None, "Grote Markt 1") is None
    assert server.asked == []


def test_an_unknown_street_falls_back_to_the_postcode(server: Server) -> None:
    server.point = None
    assert locator(server).place_of("8500", None, "Grote Markt 1") == place_of("8500")


def test_an_answer_from_far_away_falls_back_to_the_postcode(server: Server) -> None:
    server.point = HELSINKI
    assert locator(server).place_of("8500", None, "Grote Markt 1") == place_of("8500")


def test_a_failing_server_falls_back_and_is_asked_again_later(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    streets = locator(server)
    server.status = 503
    with caplog.at_level(logging.INFO):
        assert streets.place_of("8500", None, "Grote Markt 1") == place_of("8500")
    assert caplog.records
    assert "Markt" not in "".join(str(vars(record)) for record in caplog.records)
    server.status = 200
    place = streets.place_of("8500", None, "Grote Markt 1")
    assert place is not None
    assert place.precise is True


def test_a_server_that_is_gone_falls_back(server: Server) -> None:
    streets = StreetLocator("nominatim+http://127.0.0.1:9", seconds_between_requests=0)
    assert streets.place_of("8500", None, "Grote Markt 1") == place_of("8500")


@pytest.mark.parametrize(
    "url", ["", "https://host", "google+https://host", "nominatim+ftp://host", "nominatim+https://"]
)
def test_a_setting_that_is_no_geocoder_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="geocoder"):
        StreetLocator(url)
