"""A client that behaves as a browser without JavaScript: cookies, forms with their tokens."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from web.models import Party

_BY_CHANCE = re.compile(r"[\w.-]{20,}")


class Client(FlaskClient):
    """Flask's test client with a few habits of a browser.

    Before each request the test's own session is committed, after it everything is read afresh:
    a test may look at rows between two requests without holding SQLite's one writer lock.
    """

    test_session: Session | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if self.test_session is not None:
            self.test_session.commit()
        try:
            return super().open(*args, **kwargs)
        finally:
            if self.test_session is not None:
                self.test_session.expire_all()

    def another(self) -> Client:
        """A second browser, with cookies of its own."""
        browser = self.application.test_client()
        assert isinstance(browser, Client)
        browser.test_session = self.test_session
        return browser

    def sign_in(self, party: Party) -> None:
        """Begin the session that a redeemed code would begin."""
        with self.session_transaction() as cookie:
            cookie["_user_id"] = party.public_id
            cookie["_fresh"] = True
            cookie["signed_in_at"] = datetime.now(UTC).timestamp()

    def press(self, path: str, **data: Any) -> TestResponse:
        """POST a form that carries nothing but a valid token and `data`."""
        return self.post(path, data={**data, "csrf_token": self.csrf_token()})

    def csrf_token(self) -> str:
        """A token that fits the cookie, as any page of the site would carry."""
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        secret = self.application.secret_key
        return URLSafeTimedSerializer(str(secret), salt="wtf-csrf-token").dumps(raw)

    def fill(self, path: str, **typed: Any) -> TestResponse:
        """Open `path`, type into its main form, and send it.

        Args:
            path: of the page; the form is sent to its action or to the page itself.
            typed: by field name; None leaves a field out, a list ticks several boxes.
        """
        page = self.get(path, follow_redirects=True)
        form = main_form(page.text)
        values = {**form.values, **typed}
        data = {name: value for name, value in values.items() if value is not None}
        return self.post(form.action or page.request.full_path, data=data)


class Form:
    """A form of a page: where it is sent, and what it holds."""

    def __init__(self, action: str, method: str, role: str = "") -> None:
        self.action, self.method, self.role = action, method, role
        self.values: dict[str, Any] = {}

    def put(self, name: str, value: str) -> None:
        if name in self.values:
            kept = self.values[name]
            self.values[name] = [*kept, value] if isinstance(kept, list) else [kept, value]
        else:
            self.values[name] = value


def forms(html: str) -> list[Form]:
    """Every form of a page with the values it would send."""
    reader = _Reader()
    reader.feed(html)
    return reader.forms


def main_form(html: str) -> Form:
    """The posted form with the most fields: the one the page is about, and no search box."""
    posted = [form for form in forms(html) if form.method == "post" and form.role != "search"]
    assert posted, "this page has no form"
    return max(posted, key=lambda form: len(form.values))


def readable(text: str) -> str:
    """Without secrets, ids and hashes: any four signs stand in one of them by chance."""
    return _BY_CHANCE.sub("…", text)


def data_of(html: str, name: str) -> Any:
    """The JSON that a page carries under this id, for a script of ours."""
    _before, _id, rest = html.partition(f'<script type="application/json" id="{name}">')
    assert rest, f"this page carries no {name}"
    return json.loads(rest.partition("</script>")[0])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._selected: list[str] = []
        self._first: str | None = None
        self._area: str | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(
                at.get("action", ""), at.get("method", "get").lower(), at.get("role", "")
            )
            self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and "name" in at:
            self._input(self._form, at)
        elif tag == "select" and "name" in at:
            self._select, self._selected, self._first = at["name"], [], None
        elif tag == "option" and self._select is not None:
            value = at.get("value", "")
            self._first = value if self._first is None else self._first
            if "selected" in at:
                self._selected.append(value)
        elif tag == "textarea" and "name" in at:
            self._area, self._text = at["name"], ""

    @staticmethod
    def _input(form: Form, at: dict[str, str]) -> None:
        kind = at.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in at:
            return
        if kind not in {"submit", "button", "file"}:
            form.put(at["name"], at.get("value", "on" if kind == "checkbox" else ""))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "select" and self._select is not None:
            for value in self._selected or ([self._first] if self._first is not None else []):
                self._form.put(self._select, value)
            self._select = None
        elif tag == "textarea" and self._area is not None:
            # A browser drops one line break behind the opening tag.
            self._form.put(self._area, self._text.replace("\r\n", "\n").removeprefix("\n"))
            self._area = None
