"""`palier import`: a spreadsheet of volunteers or households into a scheme."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from babel.core import default_locale, negotiate_locale
from flask.cli import with_appcontext
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from web.cli import importing_words as words
from web.cli.chosen_scheme import chosen, of_scheme
from web.messages.languages import STAFF_LANGUAGES
from web.models import Scheme
from web.services import clock, importing
from web.services.importing import Field, Kind, Layout, Plan, Reading, Remark, Trouble, Unreadable
from web.transactions import transaction

BAD_ROWS, UNUSABLE = 1, 2


@click.command("import")
@click.argument(
    "file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--commit", is_flag=True, help="Write; without it, only tell what would be written.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="What the file holds; else by its name or its columns.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADER=FIELD",
    help="What a column holds ('Mijn kolom=first_name'), or that nobody reads it ('X=ignore').",
)
@click.option("--sheet", help="The sheet of a workbook; else the one that is understood best.")
@of_scheme
@click.option(
    "--template",
    "template_of",
    type=click.Choice([kind.value for kind in Kind]),
    help="Write an empty file to fill in to standard output, and stop.",
)
@with_appcontext
def import_people(
    file: Path | None,
    *,
    commit: bool,
    kind: str | None,
    columns: tuple[str, ...],
    sheet: str | None,
    slug: str | None,
    template_of: str | None,
) -> None:
    """Take over volunteers or households from a CSV or XLSX FILE.

    By default nothing is written: every bad row is reported with its number, column and reason.
    With --commit all rows are written, or none when one is bad. A file that is imported twice
    adds nobody twice. Nobody gets a message.

    Exit codes: 0 in order, 1 bad rows, 2 a file or an option that cannot be used.
    """
    with force_locale(_language()):
        if template_of:
            click.echo(importing.template(Kind(template_of), _language()), nl=False)
            return
        if file is None:
            raise click.UsageError(_("Say which file to import."))
        with _usable(), importing.open_table(file) as table:
            found, layout = importing.find_layout(
                table,
                kind=Kind(kind) if kind else None,
                file_name=file.stem,
                sheet_name=sheet,
                mapped=dict(map(_mapping, columns)),
            )
            _tell_columns(layout)
            with transaction() as session:
                _scheme(session, slug)
                today = clock.local_date(clock.now(session))
            with _progress(_("Reading"), found.expected) as step:
                reading = importing.read_rows(found, layout, today, step)
        _finish(reading, layout.kind, slug, commit=commit)


def _finish(reading: Reading, kind: Kind, slug: str | None, *, commit: bool) -> None:
    """Compare with the scheme, report, and write if that is wanted and everything is in order."""
    write = commit and not reading.problems
    try:
        with transaction() as session:
            scheme = _scheme(session, slug)
            planned = importing.plan(session, scheme, kind, reading.drafts)
            _tell_rows(planned, reading)
            if write:
                with _progress(_("Writing"), len(planned.add)) as step:
                    importing.write(session, scheme, planned, clock.now(session), step)
    except IntegrityError:
        raise click.ClickException(
            _("Somebody added the same people at the same moment. Nothing was written; try again.")
        ) from None
    if reading.problems:
        click.echo(words.refused(len({problem.row for problem in reading.problems})))
        sys.exit(BAD_ROWS)
    click.echo((words.added if write else words.would_add)(kind, len(planned.add)))


def _scheme(session: Session, slug: str | None) -> Scheme:
    try:
        return chosen(session, slug)
    except click.ClickException as problem:
        raise click.UsageError(problem.message) from None


def _tell_columns(layout: Layout) -> None:
    understood = ", ".join(f"'{column.header}' = {column.field}" for column in layout.columns)
    click.echo(_("Headers in row %(row)s: %(columns)s.", row=layout.row, columns=understood))
    if layout.unread:
        headers = ", ".join(f"'{header}'" for header in layout.unread)
        click.echo(_("Columns that are not read: %(headers)s.", headers=headers))


def _tell_rows(planned: Plan, reading: Reading) -> None:
    for problem in reading.problems:
        click.echo(words.bad_cell(problem))
    for remark in Remark:
        if rows := planned.rows_with(remark):
            click.echo(words.remark(remark, rows))


def _mapping(option: str) -> tuple[str, Field]:
    """A header may itself contain '=': the last one counts."""
    header, equals, name = option.rpartition("=")
    if not equals:
        raise Unreadable(Trouble.NO_SUCH_FIELD, option)
    try:
        return header.strip(), Field(name.strip())
    except ValueError:
        raise Unreadable(Trouble.NO_SUCH_FIELD, name) from None


@contextmanager
def _usable() -> Iterator[None]:
    """A file that cannot be read is one sentence and exit code 2."""
    try:
        yield
    except Unreadable as problem:
        click.echo(words.unreadable(problem), err=True)
        sys.exit(UNUSABLE)


@contextmanager
def _progress(label: str, expected: int) -> Iterator[Callable[[int], None]]:
    with click.progressbar(length=max(expected, 1), label=label, file=sys.stderr) as bar:
        yield bar.update


def _language() -> str:
    """The language of the terminal, when we have it."""
    terminal = default_locale("LC_MESSAGES") or "en"
    return negotiate_locale([terminal, terminal.partition("_")[0]], STAFF_LANGUAGES) or "en"
