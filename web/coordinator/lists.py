"""What the desk's lists have in common: reading a filter from the address, and writing it back.

The address is the only memory of a list, so that it can be bookmarked and sent to a colleague.
What nobody knows in it counts as not said.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from web.coordinator import sealed, shared
from web.geocoding import postcodes_of
from web.messages.languages import SPOKEN_LANGUAGES
from web.queries.order import Order

Column = TypeVar("Column", bound=StrEnum)
MAX_TYPED = 80
WEEKS = (2, 4, 8, 13, 26)


def typed(name: str) -> str:
    """A text of the filter, from its form or from the address."""
    return tidy(request.values.get(name, ""))


def tidy(text: str) -> str:
    """A text on one line, without signs that no database takes."""
    return " ".join(text.replace("\0", " ").split())[:MAX_TYPED]


def name() -> str:
    """A name of the filter: from its form, or sealed in the address."""
    if "name" in request.form:
        return typed("name")
    return sealed.opened(request.args.get("called", ""))


def language() -> str:
    tag = request.values.get("language", "")
    return tag if tag in SPOKEN_LANGUAGES else ""


def weeks() -> int:
    number = request.values.get("weeks", 0, type=int)
    return number if number in WEEKS else 0


def week_choices() -> list[tuple[int, str]]:
    return [(number, ngettext("%(num)s week", "%(num)s weeks", number)) for number in WEEKS]


def order(usual: Order[Column]) -> Order[Column]:
    """The column and the direction asked for, else the list's usual ones."""
    text = request.values.get("order", "")
    column = shared.word_of(type(usual.by), text.removeprefix("-"))
    return Order(column, text.startswith("-")) if column else usual


def kept(
    usual: Order[Column], order: Order[Column], *, name: str = "", **said: object
) -> dict[str, str]:
    """What the address of this list says; what is usual or empty is left out, a name sealed."""
    texts = {word: str(value) for word, value in said.items() if value}
    if name:
        texts["called"] = sealed.seal(name)
    return texts if order == usual else {**texts, "order": str(order)}


def narrowed(endpoint: str, arguments: dict[str, Any]) -> ResponseReturnValue:
    """On to the list that a filter's form asks for, at an address that can be kept."""
    return redirect(url_for(endpoint, **arguments), 303)


def is_unknown(place: str) -> bool:
    """No commune, village or postcode of Belgium is called like this."""
    return bool(place) and not postcodes_of(place)
