"""A gateway for text messages that counts what it takes, and fails as gateways do."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Sink:
    """What has arrived, and what goes wrong from now on.

    Attributes:
        busy_every: each so many'th request is answered with 503, and nothing is taken.
        lost_every: each so many'th message is taken, and its sender never hears so.
        seconds: that each message takes.
        before: is told the number before the message is taken.
    """

    url: str = ""
    busy_every: int = 0
    lost_every: int = 0
    seconds: float = 0.0
    before: Callable[[str], None] = lambda _number: None
    asked: int = 0
    lost: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def duplicates(self) -> int:
        """What reached somebody twice, where the provider does not know its idempotency key."""
        return len(self.taken) - len(self.keys)

    @property
    def keys(self) -> Counter[str]:
        """How often each key came; a provider that knows them delivers each once."""
        return Counter(key for key, _ in list(self.taken))

    def take(self, key: str, number: str) -> int | None:
        """The status to answer with; None where the answer is lost."""
        self.before(number)
        time.sleep(self.seconds)
        with self._lock:
            self.asked += 1
            if self.busy_every and self.asked % self.busy_every == 0:
                return 503
            self.taken.append((key, number))
            if self.lost_every and len(self.taken) % self.lost_every == 0:
                self.lost += 1
                return None
            return 200


@contextmanager
def listening() -> Iterator[Sink]:
    """A sink on a port of this computer."""
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = sink.take(self.headers["Idempotency-Key"], body["to"])
            if status is not None:
                self.send_response(status)
                self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """Whoever asked was killed meanwhile."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        sink.url = f"http://127.0.0.1:{server.server_port}/"
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
