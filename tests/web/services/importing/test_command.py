from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories import make_scheme
from tests.web.services.importing.files import write_csv, write_xlsx
from web.models import Party

GOOD = [["Prénom", "Courriel"], ["Ana", "ana@example.org"], ["Bo", "bo@example.org"]]
BAD = [*GOOD, ["Cem", "cem@"]]


class Palier:
    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session

    def __call__(self, *arguments: object, **environment: str) -> Result:
        self.session.commit()
        runner = self.app.test_cli_runner()
        words = ["import", *map(str, arguments)]
        quiet = {"LANGUAGE": "", "LC_ALL": "C", **environment}
        return runner.invoke(args=words, env=quiet)

    def count(self) -> int:
        self.session.rollback()
        return self.session.scalar(select(func.count()).select_from(Party)) or 0


@pytest.fixture
def palier(app: Flask, session: Session) -> Palier:
    return Palier(app, session)


def test_a_dry_run_tells_and_a_commit_writes(
    palier: Palier, session: Session, tmp_path: Path
) -> None:
    make_scheme(session)
    path = write_xlsx(tmp_path / "volunteers.xlsx", GOOD)
    dry = palier(path)
    assert dry.exit_code == 0, dry.output
    assert "Dry run: 2 volunteers would be added." in dry.stdout
    assert palier.count() == 0
    done = palier(path, "--commit")
    assert done.exit_code == 0, done.output
    assert "2 volunteers were added." in done.stdout
    assert palier.count() == 2
    again = palier(path, "--commit")
    assert again.exit_code == 0
    assert "2 rows are already there and are left as they are: 2, 3." in again.stdout
    assert palier.count() == 2


def test_one_bad_row_keeps_every_row_out(palier: Palier, session: Session, tmp_path: Path) -> None:
    make_scheme(session)
    result = palier(write_csv(tmp_path / "volunteers.csv", BAD), "--commit")
    assert result.exit_code == 1
    assert "Row 4, column 'Courriel': This does not look like an e-mail address" in result.stdout
    assert "1 row cannot be imported, so nothing was written." in result.stdout
    assert palier.count() == 0


def test_progress_goes_to_the_error_output(
    palier: Palier, session: Session, tmp_path: Path
) -> None:
    make_scheme(session)
    result = palier(write_csv(tmp_path / "volunteers.csv", GOOD))
    assert "Reading" in result.stderr
    assert "Reading" not in result.stdout


def test_what_cannot_be_used_ends_with_2_and_a_sentence(
    palier: Palier, session: Session, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "volunteers.csv", GOOD)
    assert palier(path).exit_code == 2  # there is no scheme
    make_scheme(session, slug="one")
    make_scheme(session, slug="two")
    assert palier(path).exit_code == 2  # which of the two?
    assert palier(path, "--scheme", "two").exit_code == 0
    for options in (
        ["--column", "Prénom"],
        ["--column", "Prénom=shoe_size"],
        ["--column", "Pointure=first_name"],
        ["--sheet", "Lijst"],
        ["--kind", "cats"],
    ):
        refused = palier(path, "--scheme", "two", *options)
        assert refused.exit_code == 2, options
        assert refused.stderr.strip()
    assert palier(tmp_path / "missing.csv").exit_code == 2
    assert palier().exit_code == 2
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\x00\x81")
    nothing = palier(tmp_path / "picture.csv")
    assert nothing.exit_code == 2
    assert "neither a CSV file nor an Excel workbook" in nothing.stderr
    assert palier.count() == 0


def test_the_template_can_be_imported_back(palier: Palier, tmp_path: Path) -> None:
    result = palier("--template", "households", LC_ALL="nl_BE.UTF-8")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbfVoornaam;")
