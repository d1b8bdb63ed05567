"""The little Markdown that a scheme writes about itself in, as HTML that can do no harm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

# Nothing else of Markdown is read: no pictures, no code, and above all no HTML.
_RULES = ["autolink", "emphasis", "escape", "heading", "link", "list", "newline"]
_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A piece of a text that would not come out as whoever wrote it thinks."""

    kind: Literal["html", "link"]
    piece: str


class _Safe(MarkdownIt):
    """What it cannot render safely stays visible as it was typed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return _leads_out(url)


class _Curious(MarkdownIt):
    """Reads more than we render, to tell what it is."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802 - the library's
        return True


# A line stays a line: contacts and opening hours are typed so.
_SAFE = _Safe("zero", {"breaks": True}).enable(_RULES)
_CURIOUS = _Curious("zero", {"html": True}).enable([*_RULES, "html_block", "html_inline"])


def html(text: str) -> Markup:
    """The text for a page. Headings are all of the third level: they stand below ours."""
    tokens = _SAFE.parse(text)
    for token in _inner(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3"
        elif token.type == "link_open" and not _leads_out(str(token.attrGet("href"))):
            # `[words]()`: the library asks about an address only where there is one.
            token.attrs.pop("href")
    return Markup(_SAFE.renderer.render(tokens, _SAFE.options, {}))  # noqa: S704 - HTML is never passed through


def fault_in(text: str) -> Fault | None:
    """The first piece that is HTML, or a link to anything but a page or a mailbox."""
    for token in _inner(_CURIOUS.parse(text)):
        if token.type.startswith("html"):
            return Fault("html", token.content.strip())
        if token.type == "link_open" and not _leads_out(str(token.attrGet("href"))):
            return Fault("link", str(token.attrGet("href")))
    return None


def _inner(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inner(token.children or [])


def _leads_out(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc or parts.scheme == "mailto")
