"""A real HTTP server that speaks as geocoders do; a module that imports `server` can use it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

MARKT = (50.8276, 3.2649)


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
