"""Another language in the middle of a form: the page comes back in it, with all that was typed.

Without scripts a link would lose what was typed, so where a page has a form its languages are
buttons of that form. `web/i18n.py` takes the language; here what was sent is not judged yet.
"""

from __future__ import annotations

from typing import Any

from flask import g
from wtforms import Field, Form


class ReadingOnForm(Form):
    """A form of a page whose languages are its buttons."""

    def validate(self, extra_validators: Any = None) -> bool:
        return not reads_on() and bool(super().validate(extra_validators=extra_validators))


def reads_on() -> bool:
    """Whether nothing is sent yet but the wish for another language."""
    return bool(g.get("read_before"))


def follow(field: Field, language: str) -> None:
    """A field that the page filled in with its own language goes along with it."""
    if reads_on() and field.data == g.read_before:
        field.data = language
