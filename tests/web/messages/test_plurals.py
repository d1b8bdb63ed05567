"""How many there are is said as each language says it, however many catalogs a page is made of."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import force_locale, ngettext

import web
from web.messages.languages import HOUSEHOLD_LANGUAGES

CATALOGS = Path(web.__file__).parent / "translations"
ONE, MANY = "%(num)s person", "%(num)s people"


@pytest.mark.parametrize("language", sorted({*HOUSEHOLD_LANGUAGES} - {"en"}))
def test_people_are_counted_by_the_plural_forms_of_the_language(
    sqlite_app: Flask, language: str
) -> None:
    with (CATALOGS / language / "LC_MESSAGES" / "household.mo").open("rb") as file:
        own = GNUTranslations(file)
    with sqlite_app.test_request_context(), force_locale(language):
        for number in (1, 2, 3, 5, 11, 21, 100):
            said = own.ngettext(ONE, MANY, number) % {"num": number}
            assert ngettext(ONE, MANY, number) == said
