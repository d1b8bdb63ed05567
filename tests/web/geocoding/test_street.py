import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from web.geocoding import StreetLocator, place_of, snap

MARKT = (50.8276, 3.2649)
HELSINKI = (60.17, 24.94)


@dataclass
class Server:
    """Speaks as Nominatim, Photon and Pelias do, about one point."""

    address: str = ""
    point: tuple[float, float] | None = MARKT
    status: int = 200
    asked: list[tuple[str, dict[str, list[str]]]] = field(default_factory=list)

    def answer(self, path: str) -> object:
        if path.endswith("/search") and "/v1/" not in path:
            if self.point is None:
                return []
            lat, lon = map(str, self.point)
            return [{"lat": lat, "lon": lon, "display_name": "Grote Markt"}]
        if self.point is None:
            return {"features": []}
        geometry = {"type": "Point", "coordinates": [self.point[1], self.point[0]]}
        properties = {"name": "Grote Markt", "label": "Grote Markt"}
        return {"features": [{"geometry": geometry, "properties": properties}]}


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            state.asked.append((parts.path, parse_qs(parts.query)))
            body = json.dumps(state.answer(parts.path)).encode()
            self.send_response(state.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name
            """Keep the output of the tests clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        state.address = f"127.0.0.1:{http.server_port}"
        yield state
        http.shutdown()
        thread.join()


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
