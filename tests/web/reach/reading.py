"""What a page says: its text, and what it says to who hears it."""

from __future__ import annotations

from html.parser import HTMLParser

_SAID = ("aria-label", "title", "alt", "placeholder")
_KEPT_FOR_LATER = ("data-kept", "data-later", "data-offline", "data-online")
_SILENT = {"script", "style", "svg"}
_EMPTY = {"input", "br", "hr", "img", "meta", "link", "wbr", "source"}


def said_on(html: str) -> list[str]:
    """The page's texts; names that stand in a language of their own are left out."""
    reader = _Reader()
    reader.feed(html)
    return [line.strip() for line in "".join(reader.said).splitlines() if line.strip()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = dict(attrs)
        self.said.extend(f"\n{at[name]}\n" for name in (*_SAID, *_KEPT_FOR_LATER) if at.get(name))
        if tag in _EMPTY:
            return
        foreign = tag != "html" and "lang" in at
        if self._silent or tag in _SILENT or foreign:
            self._silent.append(tag)
        elif tag in {"p", "li", "h1", "h2", "dt", "dd", "option", "label", "button", "div"}:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()
        self.said.append("\n" if tag in {"option", "li", "p", "span", "dd"} else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)
