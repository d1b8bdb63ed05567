"""The gate of the translations closes for each kind of fault, and only then."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask
from flask_babel import force_locale, gettext

from web.cli import catalogs

SENTENCE = "Hello %(name)s"
ONE, MANY = "one answer", "%(num)s answers"


@pytest.fixture
def french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalog:
    monkeypatch.setattr(catalogs, "FOLDER", tmp_path)
    catalog = Catalog(locale="fr", fuzzy=False)
    catalog.add(SENTENCE, "Bonjour %(name)s")
    catalog.add((ONE, MANY), ("une réponse", "%(num)s réponses"))
    return catalog


@pytest.fixture
def template() -> Catalog:
    catalog = Catalog()
    catalog.add(SENTENCE)
    catalog.add((ONE, MANY))
    return catalog


def _problems(catalog: Catalog, template: Catalog) -> list[str]:
    catalogs._write(catalogs._file("staff", "fr"), catalog)
    return list(catalogs._problems("staff", "fr", template))


def test_a_whole_catalog_has_no_problem(french: Catalog, template: Catalog) -> None:
    assert _problems(french, template) == []


@pytest.mark.parametrize(
    ("source", "translation", "complaint"),
    [
        (SENTENCE, "", "not translated"),
        (SENTENCE, "Bonjour", "placeholders"),
        (SENTENCE, "Bonjour %(nom)s", "placeholders"),
        ((ONE, MANY), ("une réponse", ""), "not translated"),
        ((ONE, MANY), ("une réponse", "%(nombre)s réponses"), "placeholders"),
    ],
)
def test_each_fault_is_named(
    french: Catalog,
    template: Catalog,
    source: str | tuple[str, str],
    translation: str | tuple[str, str],
    complaint: str,
) -> None:
    key = source if isinstance(source, str) else source[0]
    french[key].string = translation
    assert any(complaint in problem for problem in _problems(french, template))


def test_a_guessed_translation_is_named(french: Catalog, template: Catalog) -> None:
    french[SENTENCE].flags.add("fuzzy")
    assert any("fuzzy" in problem for problem in _problems(french, template))


def test_a_catalog_that_is_marked_fuzzy_as_a_whole_is_named(
    french: Catalog, template: Catalog
) -> None:
    french.fuzzy = True
    assert any("header" in problem for problem in _problems(french, template))


def test_a_stale_catalog_is_named_in_both_directions(french: Catalog, template: Catalog) -> None:
    template.add("New sentence")
    french.add("Old sentence", "Vieille phrase")
    problems = _problems(french, template)
    assert any("not in the catalog" in problem and "New" in problem for problem in problems)
    assert any("no longer" in problem and "Old" in problem for problem in problems)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        *((language, "This link has ended") for language in catalogs.DOMAINS["household"]),
        *((language, "Sign out") for language in catalogs.DOMAINS["staff"]),
    ],
)
def test_every_language_is_spoken_by_the_running_program(
    sqlite_app: Flask, language: str, sentence: str
) -> None:
    with sqlite_app.test_request_context("/"), force_locale(language):
        assert gettext(sentence) != sentence


def test_arabic_needs_all_six_forms(template: Catalog, french: Catalog) -> None:
    arabic = Catalog(locale="ar")
    arabic.add(SENTENCE, "مرحباً %(name)s")
    arabic.add((ONE, MANY), ("a", "b", "c", "d", "e", ""))
    catalogs._write(catalogs._file("household", "ar"), arabic)
    problems = list(catalogs._problems("household", "ar", template))
    assert any("not translated" in problem for problem in problems)
