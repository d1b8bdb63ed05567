"""Forms as somebody fills them in: each box, choice and line holds something else than before."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_UNTYPED = {"hidden", "submit", "button", "file"}
# The trap for robots, which nobody sees.
_UNSEEN = {"website"}
_WORDS, _DAY = "Été 7", "2031-05-06"


@dataclass(slots=True)
class Filling:
    """A form, what it sends as it stands, and what it could send instead."""

    id: str
    action: str
    unseen: dict[str, str] = field(default_factory=dict)
    now: dict[str, set[str]] = field(default_factory=dict)
    could: dict[str, set[str]] = field(default_factory=dict)

    @property
    def otherwise(self) -> dict[str, set[str]]:
        """What was ticked is not, the last of what was not chosen is, and every line is another."""
        return {name: could for name, could in self.could.items() if could}


@dataclass(slots=True)
class Seen:
    """The forms of a page into which something can be typed, and how its language is changed.

    Attributes:
        buttons: by language, the id of the form that is sent along.
        links: by language, where the page leads.
    """

    forms: list[Filling]
    buttons: dict[str, str]
    links: dict[str, str]


def seen_on(html: str) -> Seen:
    reader = _Reader()
    reader.feed(html)
    typed = [form for form in reader.forms if form.now]
    return Seen(typed, reader.buttons, reader.links)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Filling] = []
        self.buttons: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self._form: Filling | None = None
        self._name, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Filling(at.get("id", ""), at.get("action", ""))
            self.forms.append(self._form)
        elif tag == "button" and at.get("name") == "read_in":
            self.buttons[at["value"]] = at["form"]
        elif tag == "a" and "/language/" in at.get("href", ""):
            self.links[at["hreflang"]] = at["href"]
        elif self._form is not None and tag in {"input", "select", "option", "textarea"}:
            self._control(self._form, tag, at)

    def _control(self, form: Filling, tag: str, at: dict[str, str]) -> None:
        name, kind = at.get("name", ""), at.get("type", "text")
        if tag == "option":
            self._choice(form, self._name, at.get("value", ""), chosen="selected" in at)
        elif name in _UNSEEN or (tag == "input" and kind in _UNTYPED):
            form.unseen[name] = at.get("value", "")
        elif tag in {"select", "textarea"}:
            self._name, self._text = name, ""
            form.now.setdefault(name, set())
        elif kind == "checkbox":
            kept = form.now if "checked" in at else form.could
            form.now.setdefault(name, set())
            kept.setdefault(name, set()).add(at.get("value", "on"))
        elif kind == "radio":
            self._choice(form, name, at.get("value", ""), chosen="checked" in at)
        else:
            form.now.setdefault(name, set()).add(at.get("value", ""))
            form.could[name] = {_DAY if kind == "date" else _WORDS}

    @staticmethod
    def _choice(form: Filling, name: str, value: str, *, chosen: bool) -> None:
        form.now.setdefault(name, set())
        if chosen:
            form.now[name] = {value}
        else:
            form.could[name] = {value}

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._form is not None:
            self._form.now[self._name] = {self._text.strip()}
            self._form.could[self._name] = {_WORDS}
