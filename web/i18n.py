"""Which language a page is in, and in which direction it is read."""

from __future__ import annotations

from functools import cache, lru_cache

from babel import Locale
from babel.numbers import format_decimal
from babel.support import NullTranslations
from flask import Flask, g, request, session
from flask_babel import Domain, get_locale, refresh
from markupsafe import Markup

from web.auth import current_scheme, signed_in_party
from web.extensions import babel
from web.messages import dates, markdown, places, words
from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES, autonym
from web.models import Party

# 'household' holds what families read, in all languages; 'staff' the rest, in four.
_CATALOGS = "staff;household"
# Families find their way from here too.
_FOR_EVERYBODY = {"public.home", "public.scheme"}


def init_app(app: Flask) -> None:
    # 'household' holds what families read, in all languages; 'staff' the rest, in four.
    app.config.update(
        BABEL_DEFAULT_LOCALE="en",
        BABEL_DEFAULT_TIMEZONE="Europe/Brussels",
        # Where both have a sentence the last one's is taken, and so are its plural forms: 'staff'
        # has those of four languages only.
        BABEL_DOMAIN=_CATALOGS,
        BABEL_TRANSLATION_DIRECTORIES="translations;translations",
    )
    babel.init_app(app, locale_selector=select_language)
    babel.domain_instance = _catalogs
    app.jinja_env.newstyle_gettext = True  # type: ignore[attr-defined]
    app.jinja_env.globals.update(_=_said, gettext=_said, ngettext=_said_of)
    app.before_request(_read_on)
    app.context_processor(_language_context)
    app.add_template_filter(markdown.html, "markdown")
    app.add_template_filter(_number, "numberformat")
    for shown in (
        dates.day,
        dates.day_of_year,
        dates.moment,
        dates.short_day,
        dates.weekday_and_day,
        dates.weekday_and_moment,
        places.place,
        places.town,
        places.town_called,
        words.channel_name,
    ):
        app.add_template_filter(shown)


class _Catalogs(Domain):
    """Flask-Babel would spell out the language at each sentence to find its catalog."""

    def get_translations(self) -> NullTranslations:
        return self._of(get_locale())

    @cache  # noqa: B019 - there is one of these, as long as the program runs
    def _of(self, _locale: Locale | None) -> NullTranslations:
        """The catalog of the language that is spoken now, which is this one."""
        found: NullTranslations = super().get_translations()
        return found


_catalogs = _Catalogs(domain=_CATALOGS)


# A page has hundreds of sentences, and most of them have nothing to fill in.
def _said(text: str, /, **variables: object) -> Markup:
    if variables:
        return Markup(_catalogs.get_translations().ugettext(text)) % variables  # noqa: S704 - our own words
    return _said_by_itself(get_locale(), text)


@lru_cache(maxsize=10_000)
def _said_by_itself(_locale: Locale | None, text: str) -> Markup:
    """As it is said in the language that is spoken now, which is this one."""
    # Filled in with nothing: '%%' is how a catalog writes '%'.
    return Markup(_catalogs.get_translations().ugettext(text)) % {}  # noqa: S704 - our own words


def _said_of(one: str, many: str, number: int, /, **variables: object) -> Markup:
    said = Markup(_catalogs.get_translations().ungettext(one, many, number))  # noqa: S704 - our own words
    return said % {"num": number, **variables}


def _number(number: float) -> str:
    return _number_in(get_locale() or Locale("en"), number)


@lru_cache(maxsize=10_000)
def _number_in(locale: Locale, number: float) -> str:
    """Points, weeks and places are the same few numbers on every row, and take long to format."""
    return format_decimal(number, locale=locale)


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


def _read_on() -> None:
    """A language that is chosen beside a form, which is then shown again (forms/reading_on.py)."""
    wish = request.form.get("read_in")
    if wish in page_languages():
        g.read_before = str(get_locale())
        session["language"] = wish
        refresh()


def speak_to(party: Party, link_id: str) -> None:
    """A page opened by link speaks its owner's language until they choose another."""
    if session.get("language_of_link") != link_id:
        session["language_of_link"] = link_id
        session["language"] = party.language


def page_languages() -> tuple[str, ...]:
    """The languages this page is offered in."""
    # An address where nothing is has no blueprint, and may be what is left of a family's link.
    for_households = (
        request.blueprint in {"household", "reply", None} or request.endpoint in _FOR_EVERYBODY
    )
    return HOUSEHOLD_LANGUAGES if for_households else STAFF_LANGUAGES


def _language_context() -> dict[str, object]:
    locale = get_locale() or Locale("en")
    return {
        "current_language": str(locale).replace("_", "-"),
        "text_direction": locale.text_direction,
        "page_languages": [(tag, autonym(tag)) for tag in page_languages()],
    }
