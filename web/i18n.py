"""Which language a page is in, and in which direction it is read."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.support import Translations
from flask import Flask, request, session
from flask_babel import get_locale, get_translations

from web.auth import current_scheme, signed_in_party
from web.extensions import babel
from web.messages import dates, markdown
from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES, autonym
from web.models import Party


def init_app(app: Flask) -> None:
    # 'household' holds what families read, in all languages; 'staff' the rest, in four.
    app.config.update(
        BABEL_DEFAULT_LOCALE="en",
        BABEL_DEFAULT_TIMEZONE="Europe/Brussels",
        BABEL_DOMAIN="household;staff",
        BABEL_TRANSLATION_DIRECTORIES="translations;translations",
    )
    babel.init_app(app, locale_selector=select_language)
    # A page has hundreds of sentences, and each would look for its catalog anew.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda one: _catalog().ugettext(one),
        ngettext=lambda one, many, number: _catalog().ungettext(one, many, number),
        newstyle=True,
    )
    app.context_processor(_language_context)
    app.add_template_filter(markdown.html, "markdown")
    for shown in (dates.day, dates.day_of_year, dates.moment, dates.weekday_and_moment):
        app.add_template_filter(shown)


def _catalog() -> Translations:
    return _catalog_in(get_locale())


@cache
def _catalog_in(_locale: Locale | None) -> Translations:
    """The catalog of the language that is spoken now, which is this one."""
    return get_translations()


def select_language() -> str:
    """By choice or by link (kept in the session), by the person, by the browser, by the scheme."""
    offered = page_languages()
    party = signed_in_party()
    wishes = [session.get("language"), party.language if party else None]
    for wish in wishes:
        if wish in offered:
            return str(wish)
    scheme = current_scheme()
    fallback = scheme.language if scheme and scheme.language in offered else "en"
    return request.accept_languages.best_match(offered) or fallback


def speak_to(party: Party, link_id: str) -> None:
    """A page opened by link speaks its owner's language until they choose another."""
    if session.get("language_of_link") != link_id:
        session["language_of_link"] = link_id
        session["language"] = party.language


def page_languages() -> tuple[str, ...]:
    """The languages this page is offered in."""
    for_households = request.blueprint in {"household", "reply"}
    return HOUSEHOLD_LANGUAGES if for_households else STAFF_LANGUAGES


def _language_context() -> dict[str, object]:
    locale = get_locale() or Locale("en")
    return {
        "current_language": str(locale).replace("_", "-"),
        "text_direction": locale.text_direction,
        "page_languages": [(tag, autonym(tag)) for tag in page_languages()],
    }
