"""What the desk's views have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import TypeVar

import phonenumbers
from babel import Locale
from flask import Response, current_app, flash, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _

from config.settings import Settings
from web.auth import me
from web.coordinator.blueprint import blueprint
from web.errors import ErrorPage, describe
from web.extensions import db
from web.messages import by_hand, dates, desk_words, history, waiting, words
from web.messages.languages import SPOKEN_LANGUAGES, language_name
from web.queries import desk
from web.queries.paging import Beside
from web.services import clock
from web.services.errors import DomainError, NotFound

Thing = TypeVar("Thing")
Word = TypeVar("Word", bound=StrEnum)


def now() -> datetime:
    """The instant of this request."""
    if "now" not in g:
        g.now = clock.now(db.session())
    instant: datetime = g.now
    return instant


def today() -> date:
    return clock.local_date(now())


def found(thing: Thing | None) -> Thing:
    """What a query found, or the page that says that there is no such thing."""
    if thing is None:
        raise NotFound
    return thing


def page_asked() -> Beside | None:
    """The page asked for, or where a button stood, by the row beside it; nonsense is the first."""
    return Beside.read(request.values.get("page", ""))


def word_of(vocabulary: type[Word], text: str | None) -> Word | None:
    """The word of the vocabulary that was asked for; nonsense is none."""
    return next((word for word in vocabulary if word.value == text), None)


def act(
    do: Callable[[], object],
    *,
    said: str,
    then: str,
    again: Callable[[ErrorPage], str],
    repeated: Callable[[], bool] = lambda: False,
) -> ResponseReturnValue:
    """Do what a button asks for, and go on; when the domain refuses, show the same page with why.

    Args:
        said: what is told when it went well; empty where the next page says it.
        then: where to go when it went well.
        again: renders the page as it is now, with the problem on it and what was typed.
        repeated: asked after a refusal: true where they did this just before, by a second click or
            from a page that they came back to, and it holds.
    """
    try:
        do()
        # What the database refuses is refused here, while a page can still be chosen.
        db.session.flush()
    except DomainError as refusal:
        db.session.rollback()
        if not repeated():
            problem = describe(refusal)
            return again(problem), problem.status
    if said:
        flash(said, "success")
    return redirect(then, 303)


def progress_part(part: str, *, over: bool) -> Response:
    """The part of a page that shows how far something is; over, the whole page is asked for."""
    response = make_response(part)
    if over:
        response.headers["HX-Refresh"] = "true"
    return response


@dataclass(slots=True)
class _LazyCounts:
    """Numbers beside the desk's places, counted only when a page shows them."""

    def __getitem__(self, place: str) -> int:
        counts = desk_counts()
        return {"today": counts.tasks, "runs": counts.proposals}.get(place, 0)


def desk_counts() -> desk.Counts:
    """The desk's numbers, counted once a request."""
    if "desk_counts" not in g:
        g.desk_counts = desk.counts(db.session(), today(), me())
    counts: desk.Counts = g.desk_counts
    return counts


def language_choices() -> list[tuple[str, str]]:
    """Spoken languages with their names, by name."""
    return _languages_in(get_locale() or Locale("en"))


@cache
def _languages_in(locale: Locale) -> list[tuple[str, str]]:
    named = ((tag, language_name(tag, locale)) for tag in SPOKEN_LANGUAGES)
    return sorted(named, key=lambda choice: choice[1].casefold())


def day(when: date | datetime | None) -> str:
    """A day for people, such as 3 March 2026; nothing where there is none."""
    return dates.day(when) if when else ""


@blueprint.app_template_filter("or_more")
def or_more(number: int) -> str:
    """A number that was counted up to `desk.MOST_COUNTED` only."""
    return format_decimal(number) + ("+" if number >= desk.MOST_COUNTED else "")


@blueprint.app_template_filter("weeks_until")
def weeks_until(since: datetime | None, until: datetime) -> int:
    """Whole weeks from one instant to another."""
    return max(0, (until - since).days // 7) if since else 0


@blueprint.app_template_filter("phone_number")
def phone_number(number: str) -> str:
    """A number in E.164 as people read it: +32 470 00 00 42."""
    parsed = phonenumbers.parse(number)
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def map_background() -> dict[str, str]:
    """What lies below a map, and whose work it is: tiles of one's own, else names of places."""
    settings: Settings = current_app.config["PALIER"]
    if settings.tile_url:
        return {"tiles": settings.tile_url, "attribution": settings.tile_attribution}
    return {"tiles": "", "attribution": _("Names of places: GeoNames, CC BY 4.0")}


@blueprint.context_processor
def _for_templates() -> dict[str, object]:
    return {
        "map_background": map_background,
        "words": words,
        "by_hand": by_hand,
        "desk_words": desk_words,
        "history_words": history,
        "waited": waiting.waited,
        # Looked up once a page each, since a list says the same ones at every row.
        "language_name": cache(language_name),
        "category_name": cache(words.category_name),
        "day": day,
        "desk_counts": _LazyCounts(),
    }
