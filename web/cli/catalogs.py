"""`palier catalogs`: keep the translations whole. Two domains: what families read, and the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from flask.cli import AppGroup

from config.settings import ROOT
from web.messages.languages import HOUSEHOLD_LANGUAGES, STAFF_LANGUAGES

FOLDER = ROOT / "web" / "translations"
# English is the source: it needs no catalog.
DOMAINS = {
    "household": tuple(tag for tag in HOUSEHOLD_LANGUAGES if tag != "en"),
    "staff": tuple(tag for tag in STAFF_LANGUAGES if tag != "en"),
}
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

catalogs = AppGroup("catalogs", help="Extract, compile and check the translations.")


@catalogs.command("update")
def update() -> None:
    """Bring every catalog up to date with the source; translations are kept."""
    for domain, languages in DOMAINS.items():
        template = _extract(domain)
        for language in languages:
            file = _file(domain, language)
            catalog = _read(file, language)
            # A guessed translation is worse than a missing one: nothing fuzzy is made.
            catalog.update(template, no_fuzzy_matching=True)
            catalog.obsolete.clear()
            catalog.fuzzy = False
            _write(file, catalog)
            click.echo(f"{domain} {language}: {sum(1 for _ in _missing(catalog))} to translate")


@catalogs.command("compile")
def compile_all() -> None:
    """Write the .mo files that the running program reads."""
    for domain, languages in DOMAINS.items():
        for language in languages:
            file = _file(domain, language)
            if file.exists():
                with file.with_suffix(".mo").open("wb") as compiled:
                    write_mo(compiled, _read(file, language))


@catalogs.command("check")
def check() -> None:
    """Fail on a stale, untranslated, fuzzy or placeholder-breaking entry, or an empty plural."""
    problems = [
        problem
        for domain, languages in DOMAINS.items()
        for template in [_extract(domain)]
        for language in languages
        for problem in _problems(domain, language, template)
    ]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)


def _problems(domain: str, language: str, template: Catalog) -> Iterator[str]:
    where = f"{language}/{domain}"
    catalog = _read(_file(domain, language), language)
    if catalog.fuzzy:
        # Other tools leave such a catalog out altogether.
        yield f"{where}: the header is marked fuzzy"
    wanted = {_key(message) for message in template if message.id}
    held = {_key(message): message for message in catalog if message.id}
    for key in sorted(wanted - held.keys()):
        yield f"{where}: not in the catalog (run `palier catalogs update`): {key[0]!r}"
    for key in sorted(held.keys() - wanted):
        yield f"{where}: no longer in the source (run `palier catalogs update`): {key[0]!r}"
    for message in held.values():
        if message.fuzzy:
            yield f"{where}: fuzzy: {_key(message)[0]!r}"
        if not _broken(message):
            continue
        yield f"{where}: placeholders differ: {_key(message)[0]!r}"
    for message in _missing(catalog):
        yield f"{where}: not translated: {_key(message)[0]!r}"


def _missing(catalog: Catalog) -> Iterator[Message]:
    """Entries with an empty text, plural forms included."""
    for message in catalog:
        if not message.id:
            continue
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        expected = catalog.num_plurals if message.pluralizable else 1
        if len(texts) != expected or not all(text and text.strip() for text in texts):
            yield message


def _broken(message: Message) -> bool:
    """Whether a translation names a placeholder that its source does not give, or drops one.

    The singular forms of a plural may leave the number out ('one answer').
    """
    sources = message.id if isinstance(message.id, (list, tuple)) else [message.id]
    given = {name for text in sources for name in _PLACEHOLDER.findall(text)}
    texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    for text in texts:
        if not text:
            continue
        used = set(_PLACEHOLDER.findall(text))
        dropped = given - used - ({"num"} if message.pluralizable else set())
        if used - given or dropped:
            return True
        try:
            text % dict.fromkeys(given, 1)
        except (ValueError, KeyError, TypeError):
            return message.python_format
    return False


def _key(message: Message) -> tuple[str, str]:
    source = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
    return (source, message.context or "")


def _extract(domain: str) -> Catalog:
    with (FOLDER / f"{domain}.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    catalog = Catalog(project="Palier", charset="utf-8")
    found = extract_from_dir(
        ROOT / "web",
        [(pattern.removeprefix("web/"), method) for pattern, method in methods],
        {pattern.removeprefix("web/"): option for pattern, option in options.items()},
        keywords=KEYWORDS,
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for file, line, text, comments, context in found:
        catalog.add(text, None, [(f"web/{file}", line)], auto_comments=comments, context=context)
    return catalog


def _file(domain: str, language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def _read(file: Path, language: str) -> Catalog:
    if not file.exists():
        return Catalog(locale=language, project="Palier", charset="utf-8")
    with file.open("rb") as source:
        return read_po(source, locale=language)


def _write(file: Path, catalog: Catalog) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    write_po(text, catalog, width=100, sort_output=True, include_lineno=False)
    # A moved line is no change to a translator, so line numbers stay out, and so do dates.
    kept = b"\n".join(line for line in text.getvalue().split(b"\n") if b"-Date:" not in line)
    file.write_bytes(kept)
