from __future__ import annotations

import base64
import json
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from web.delivery.protocols import PermanentFailure, TemporaryFailure, TextMessage

TIMEOUT_S = 20
# What a gateway says about this one message; all else may be mended by somebody.
_FOR_GOOD = frozenset({400, 404, 410, 413, 422})


class _StayHere(HTTPRedirectHandler):
    """A redirected POST would be repeated as a GET, with a phone number at a stranger's."""

    def redirect_request(
        self,
        req: Request,  # noqa: ARG002 - urllib's signature
        fp: IO[bytes],  # noqa: ARG002 - urllib's signature
        code: int,  # noqa: ARG002 - urllib's signature
        msg: str,  # noqa: ARG002 - urllib's signature
        headers: HTTPMessage,  # noqa: ARG002 - urllib's signature
        newurl: str,  # noqa: ARG002 - urllib's signature
    ) -> None:
        return None


class HttpSmsGateway:
    """Posts text messages as JSON to a gateway or to a small adapter before one; WhatsApp likewise.

    The body is `{"to", "from", "text", "language"}`; the `Idempotency-Key` header is the same at
    every attempt. `https://token@host/…` authenticates as Bearer, `https://user:password@host/…`
    as Basic.

    Args:
        setting: where its address is written.

    Raises:
        ValueError: the address is not an HTTP one.
    """

    def __init__(self, url: str, setting: str = "SMS_URL") -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{setting} must look like https://token@host/path.")
        host = parts.hostname + (f":{parts.port}" if parts.port else "")
        self._url = urlunsplit((parts.scheme, host, parts.path or "/", parts.query, ""))
        self._headers = {"Content-Type": "application/json"}
        if parts.password is not None:
            pair = f"{unquote(parts.username or '')}:{unquote(parts.password)}"
            self._headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        elif parts.username:
            self._headers["Authorization"] = f"Bearer {unquote(parts.username)}"
        self._opener = build_opener(_StayHere)

    def send(self, message: TextMessage) -> None:
        """Post one text message.

        Raises:
            PermanentFailure: the gateway refuses this number or this text.
            TemporaryFailure: anything else.
        """
        body = {
            "to": message.recipient,
            "from": message.sender_name,
            "text": message.text,
            "language": message.language,
        }
        request = Request(  # noqa: S310 - the scheme was checked above
            self._url,
            data=json.dumps(body).encode(),
            headers={**self._headers, "Idempotency-Key": message.key},
            method="POST",
        )
        try:
            self._opener.open(request, timeout=TIMEOUT_S).close()
        except HTTPError as problem:
            problem.close()
            name = f"HTTP {problem.code}"
            if problem.code in _FOR_GOOD:
                raise PermanentFailure(name) from None
            raise TemporaryFailure(name) from None
        except (URLError, OSError, HTTPException) as problem:
            raise TemporaryFailure(type(problem).__name__) from None
