"""A page that somebody is shown, and how they come to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.test import TestResponse

from tests.browsing import Client
from web.models import Party

TEMPLATES = Path(__file__).parents[3] / "web" / "templates"
TOO_WIDE = "() => document.documentElement.scrollWidth > window.innerWidth"
# Sent by a form of the page itself, as a press on a button would be.
_SEND = """([typed, at]) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = at;
  const token = document.querySelector("[name=csrf_token]");
  const all = token ? { ...typed, csrf_token: token.value } : typed;
  for (const [name, value] of Object.entries(all)) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  document.body.append(form);
  // Once this has answered: what is asked of a page that goes away may never be.
  setTimeout(() => HTMLFormElement.prototype.submit.call(form));
}"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What `name` sees at `path`, after sending `typed` there where that is given.

    Attributes:
        name: what is shown, for who reads of a mistake on it; behind a comma, in which state.
        cookie: of who has signed in or waits for a code, else nobody.
        at: where it is sent, if not to the page itself.
    """

    name: str
    path: str
    typed: Mapping[str, str] | None = None
    cookie: str = ""
    at: str = ""

    def asked_of(self, client: Client, language: str) -> TestResponse:
        """As a new browser in this language would ask for it."""
        return self.asked_by(client.another(), language)

    def asked_by(self, browser: Client, language: str) -> TestResponse:
        """As this browser would."""
        if self.cookie:
            browser.set_cookie("palier", self.cookie)
        headers = {"Accept-Language": language}
        page = browser.get(self.path, headers=headers)
        if self.typed is None:
            return page
        typed = {**self.typed, "csrf_token": browser.csrf_token()}
        return browser.post(self.at or self.path, data=typed, headers=headers)

    def open_in(self, page: Page, address: str) -> None:
        """Show it in a real browser."""
        if self.cookie:
            cookie = {"name": "palier", "value": self.cookie, "url": address}
            page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto(address + self.path)
        if self.typed is not None:
            with page.expect_navigation():
                # Where the path only leads elsewhere, it is sent there all the same.
                page.evaluate(_SEND, [dict(self.typed), self.at or self.path])


def once(pages: Sequence[Shown]) -> list[Shown]:
    """Of each page one state, and what it says of an empty form."""
    first = {page.name.partition(",")[0]: page for page in reversed(pages)}
    return [page for page in pages if page in first.values() or "sent empty" in page.name]


def speak(session: Session, language: str) -> None:
    """From now on everybody is written to in this language, and their links open in it."""
    session.execute(update(Party).values(language=language))
    session.commit()


def endpoints(app: Flask, pages: Iterable[Shown]) -> set[str]:
    """The routes that these pages open."""
    return set(_endpoints(app, pages))


def _endpoints(app: Flask, pages: Iterable[Shown]) -> Iterator[str]:
    addresses = app.url_map.bind("localhost")
    for page in pages:
        for path, method in ((page.path, "GET"), (page.at or page.path, "POST")):
            try:
                yield str(addresses.match(path.partition("?")[0], method=method)[0])
            except (MethodNotAllowed, NotFound):
                continue


def templates(*folders: str) -> set[str]:
    """The pages among the templates of these folders, but not the parts of pages."""
    files = [file for folder in folders for file in (TEMPLATES / folder).glob("*.html")]
    return {
        str(file.relative_to(TEMPLATES))
        for file in files
        if "{% extends" in file.read_text() and file.name != "base.html"
    }
