from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from web.delivery import HttpSmsGateway, PermanentFailure, TemporaryFailure, TextMessage

MESSAGE = TextMessage(
    key="notification-7",
    sender_name="Palier",
    recipient="+32470123456",
    text="ጽቡቕ ዜና https://example.org/l/1",
    language="ti",
)


class Gateway(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Post)
        self.status = 202
        self.seen: list[tuple[dict[str, str], dict[str, Any]]] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server_port}"


class Post(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((dict(self.headers), json.loads(body)))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def do_GET(self) -> None:
        self.server.seen.append((dict(self.headers), {}))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    with Gateway() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_text_message_is_posted_with_its_idempotency_key(gateway: Gateway) -> None:
    HttpSmsGateway(f"http://token@{gateway.address}/send?route=1").send(MESSAGE)

    ((headers, body),) = gateway.seen
    assert headers["Idempotency-Key"] == "notification-7"
    assert headers["Authorization"] == "Bearer token"
    assert body == {
        "to": "+32470123456",
        "from": "Palier",
        "text": MESSAGE.text,
        "language": "ti",
    }


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (404, PermanentFailure),
        (422, PermanentFailure),
        (401, TemporaryFailure),
        (429, TemporaryFailure),
        (503, TemporaryFailure),
        (302, TemporaryFailure),
    ],
)
def test_only_what_concerns_this_message_is_for_good(
    gateway: Gateway, status: int, failure: type[Exception]
) -> None:
    gateway.status = status
    with pytest.raises(failure, match=f"HTTP {status}"):
        HttpSmsGateway(f"http://{gateway.address}/").send(MESSAGE)
    assert len(gateway.seen) == 1, "a redirect is not followed"


def test_a_gateway_that_is_away_may_be_back_later() -> None:
    with pytest.raises(TemporaryFailure):
        HttpSmsGateway("http://127.0.0.1:1/").send(MESSAGE)


def test_an_address_that_is_no_gateway_stops_the_start() -> None:
    with pytest.raises(ValueError, match="SMS_URL"):
        HttpSmsGateway("file:///etc/passwd")
