"""Our own styles and scripts travel packed: a family's page has to be light on any server.

Pages do not: packed together with what somebody typed, their length would tell a listener of the
secrets that stand in them (BREACH).
"""

from __future__ import annotations

import gzip
from contextlib import closing
from functools import lru_cache

from flask import Flask, Response, request

from web.headers import PARTS


def init_app(app: Flask) -> None:
    @app.after_request
    def pack(response: Response) -> Response:
        if request.endpoint != "static" or response.mimetype not in PARTS:
            return response
        response.vary.add("Accept-Encoding")
        if response.status_code != 200 or not request.accept_encodings["gzip"]:  # noqa: PLR2004
            return response
        response.direct_passthrough = False
        with closing(response.response):  # type: ignore[type-var]  # the file, opened to be sent
            response.set_data(_packed(response.get_data()))
        response.content_encoding = "gzip"
        name, _weak = response.get_etag()
        if name:
            # The same file, in another form.
            response.set_etag(name, weak=True)
        return response


@lru_cache(maxsize=64)
def _packed(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)
