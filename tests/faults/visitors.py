"""People with a form of the website: each opens it, waits as people do, and sends it."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.browsing import main_form

# Younger than two seconds, a form was filled in by a robot.
OLD_ENOUGH_S = 2


def who_signs_up(number: int) -> dict[str, str]:
    return {
        "first_name": "Ana",
        "last_name": "Peeters",
        "email": f"ana{number}@mail.example",
        "postcode": "1050",
        "languages-0-tag": "fr",
        "languages-0-level": "4",
    }


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser of their own, who has opened a page with a form."""

    number: int
    port: int
    path: str
    cookie: str
    form: dict[str, Any]

    @classmethod
    def opens(cls, port: int, path: str, number: int) -> Visitor:
        answer, text = _ask(port, number, "GET", path)
        cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        return cls(number, port, path, cookie, main_form(text).values)

    def signs_up(self) -> int:
        """The status that they are answered with."""
        body = urlencode({**self.form, **who_signs_up(self.number)})
        answer, _ = _ask(self.port, self.number, "POST", self.path, body, self.cookie)
        return answer.status


def _ask(
    port: int, number: int, method: str, path: str, body: str = "", cookie: str = ""
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": cookie,
            "X-Forwarded-For": f"10.1.{number // 250}.{number % 250}",
        }
        connection.request(method, path, body, headers)
        with connection.getresponse() as answer:
            return answer, answer.read().decode()
    finally:
        connection.close()
