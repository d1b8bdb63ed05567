"""The application of the tests behind a port, for a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Flask
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browsing import Client
from web.models import Party


class _Silent(WSGIRequestHandler):
    def log(self, *_message: object) -> None:
        """Nobody reads which files were fetched."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The address of `app`, until the block ends."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def signed_in(browser: Browser, app: Flask, address: str, party: Party) -> BrowserContext:
    """Cookies of their own for somebody who has just signed in."""
    client = app.test_client()
    assert isinstance(client, Client)
    client.sign_in(party)
    cookie = client.get_cookie("palier")
    assert cookie is not None
    context = browser.new_context(locale="en", reduced_motion="reduce")
    context.add_cookies([{"name": "palier", "value": cookie.value, "url": address}])
    return context
