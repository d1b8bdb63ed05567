"""What the desk's lists have in common: reading a filter from the address, and writing it back.

An address says all of a list, so that it can be bookmarked and sent to a colleague; what nobody
knows in it counts as not said. The desk's own links lead back to a list as one left it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Protocol, TypeVar

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from web.coordinator import sealed, shared
from web.coordinator.blueprint import blueprint
from web.geocoding import postcodes_of
from web.messages.languages import SPOKEN_LANGUAGES
from web.queries.order import Order

Column = TypeVar("Column", bound=StrEnum)
MAX_TYPED = 80
WEEKS = (2, 4, 8, 13, 26)
_LEFT = "lists"


class Narrowed(Protocol):
    """A filter of a list of people."""

    @property
    def place(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def weeks(self) -> int: ...
    @property
    def order(self) -> Order[Any]: ...


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


def narrowing(usual: Order[Column]) -> dict[str, Any]:
    """What every list of people is narrowed by, as arguments of its filter."""
    return {
        "place": typed("place"),
        "language": language(),
        "weeks": weeks(),
        "order": order(usual),
    }


def kept(
    usual: Order[Column], wanted: Narrowed, *, name: str = "", **own: object
) -> dict[str, str]:
    """What the address of a list of people says, as `said`; a name is sealed.

    Args:
        own: what only this list, or not every one, is narrowed by.
    """
    return said(
        usual,
        wanted.order,
        place=wanted.place,
        language=wanted.language,
        weeks=wanted.weeks,
        called=sealed.seal(name) if name else "",
        **own,
    )


def said(usual: Order[Column], order: Order[Column], **own: object) -> dict[str, str]:
    """What the address of a list says that is not of people; what is usual or empty is left out."""
    words = {**own, "order": "" if order == usual else order}
    return {word: str(value) for word, value in words.items() if value}


def remembered(wanted: object, arguments: dict[str, str]) -> dict[str, Any]:
    """What the page of any list needs for its filter, which is remembered until one signs out."""
    session[_LEFT] = {**session.get(_LEFT, {}), request.endpoint: arguments}
    return {"wanted": wanted, "arguments": arguments}


def shown(wanted: Narrowed, arguments: dict[str, str]) -> dict[str, Any]:
    """What the page of a list of people needs for its filter."""
    return {
        **remembered(wanted, arguments),
        "place_unknown": is_unknown(wanted.place),
        "languages": shared.language_choices(),
        "weeks": week_choices(),
    }


def narrowed(endpoint: str, arguments: dict[str, Any]) -> ResponseReturnValue:
    """On to the list that a filter's form asks for, at an address that can be kept."""
    return redirect(url_for(endpoint, **arguments), 303)


@blueprint.app_template_global()
def as_left(endpoint: str, **of: str) -> str:
    """The address of a page, and of a list as it was looked at last; `of` says whose list it is."""
    return url_for(endpoint, **{**session.get(_LEFT, {}).get(endpoint, {}), **of})


def is_unknown(place: str) -> bool:
    """No commune, village or postcode of Belgium is called like this."""
    return bool(place) and not postcodes_of(place)
