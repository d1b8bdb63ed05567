from __future__ import annotations

import contextlib
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.services.importing.files import read, write_csv, write_xlsx
from web.services.importing import Kind, Trouble, Unreadable, open_table, tables, workbook
from web.services.importing.delimited import read_delimited

TRAINED = datetime(2025, 3, 1)  # noqa: DTZ001 - a spreadsheet knows no zone
PEOPLE = [
    ["Prénom", "Nom", "Courriel", "Code postal"],
    ["Zoë", "Lefèvre", "zoe@example.org", "1050"],
    ["Jürgen", "Œuvrard", "jurgen@example.org", "8500"],
]
# What both a text file and a cell keep as it is; a tidy cell has no space at its ends.
CELLS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=15).map(str.strip)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    path = write_csv(tmp_path / "list.csv", PEOPLE, encoding=encoding, delimiter=delimiter)
    _, reading = read(path, Kind.VOLUNTEERS)
    assert reading.problems == []
    assert [(one.first_name, one.last_name) for one in reading.drafts] == [
        ("Zoë", "Lefèvre"),
        ("Jürgen", "Œuvrard"),
    ]


def test_a_workbook_says_the_same_as_a_csv(tmp_path: Path) -> None:
    from_csv = read(write_csv(tmp_path / "list.csv", PEOPLE), Kind.VOLUNTEERS)
    assert read(write_xlsx(tmp_path / "list.xlsx", PEOPLE), Kind.VOLUNTEERS) == from_csv


@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3).filter(any), min_size=1, max_size=6),
    delimiter=st.sampled_from(",;\t"),
)
@settings(max_examples=60)
def test_any_text_in_cells_comes_back_with_its_row_number(
    tmp_path: Path, rows: list[list[str]], delimiter: str
) -> None:
    header = ["First name", "Last name", "E-mail"]
    path = write_csv(tmp_path / "x.csv", [header, *rows], delimiter=delimiter)
    found = list(read_delimited(path.read_bytes()).open())
    assert [number for number, _ in found] == list(range(1, len(rows) + 2))
    assert [list(cells) for _, cells in found[1:]] == rows


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path: Path) -> None:
    rows = [["Volunteers of 2026"], [], ["First name", "E-mail"], ["Ana", "ana@example.org"], [],
            ["Two\nlines", "x"]]  # fmt: skip
    for path in (write_csv(tmp_path / "a.csv", rows), write_xlsx(tmp_path / "a.xlsx", rows)):
        layout, reading = read(path, Kind.VOLUNTEERS)
        assert layout.row == 3
        assert [one.row for one in reading.drafts] == [4]
        assert [problem.row for problem in reading.problems] == [6]


def test_a_declared_separator_counts_and_is_no_row(tmp_path: Path) -> None:
    path = tmp_path / "volunteers.csv"
    path.write_text('sep=;\r\nName;Phone\r\n"Silva, Ana";="0470123456"\r\n')
    layout, reading = read(path)
    assert (layout.row, [one.row for one in reading.drafts]) == (1, [2])
    assert (reading.drafts[0].first_name, reading.drafts[0].phone) == ("Ana", "+32470123456")


def test_numbers_dates_and_formulas_of_a_workbook_are_read_as_written(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "volunteers.xlsx",
        [
            ["First name", "Phone", "Postcode", "Trained on", "Max distance"],
            ["Ana", 470123456, 1000.0, TRAINED, 2.5],
            ["=1+1", 470123457, 1000, None, None],
        ],
    )
    _, reading = read(path)
    ana = reading.drafts[0]
    assert (ana.phone, ana.place and ana.place.postcode) == ("+32470123456", "1000")
    assert ana.max_distance_m == 2500
    assert getattr(ana.side, "trained_on", None) == TRAINED.date()
    # No spreadsheet has calculated it yet, so there is no value, and we calculate nothing.
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, "First name")]


def test_the_sheet_that_is_understood_best_is_read_and_hidden_ones_are_not(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Read me", "first"])
    listed = book.create_sheet("Lijst")
    listed.append(["Voornaam", "E-mail"])
    listed.append(["Ana", "ana@example.org"])
    hidden = book.create_sheet("Oud")
    hidden.sheet_state = "hidden"
    hidden.append(["Voornaam", "Naam", "E-mail", "Gsm"])
    hidden.append(["Bo", "Old", "bo@example.org", "0470123456"])
    book.save(tmp_path / "vrijwilligers.xlsx")
    _, reading = read(tmp_path / "vrijwilligers.xlsx")
    assert [one.first_name for one in reading.drafts] == ["Ana"]
    with pytest.raises(Unreadable) as refused:
        read(tmp_path / "vrijwilligers.xlsx", sheet_name="Oud")
    assert refused.value.trouble is Trouble.NO_SUCH_SHEET


def trouble_of(path: Path) -> Trouble:
    with pytest.raises(Unreadable) as refused:
        read(path, Kind.VOLUNTEERS)
    return refused.value.trouble


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"\n\n;;\n", Trouble.EMPTY),
        (b"\x00\x01\x02\x81", Trouble.NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", Trouble.OLD_EXCEL),
        (b"PK\x03\x04 broken", Trouble.NOT_A_TABLE),
        (b"blue,green\n1,2\n", Trouble.NO_HEADER),
        (b"E-mail,GSM\na@example.org,\n", Trouble.NO_NAME_COLUMN),
        (b'Name,E-mail\n"Ana,a@example.org\nBo,b@example.org\n', Trouble.QUOTES),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, content: bytes, trouble: Trouble
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert trouble_of(path) is trouble


def test_a_workbook_with_macros_is_refused_whatever_its_name(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", PEOPLE)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    assert trouble_of(path) is Trouble.MACROS


def test_a_file_that_unpacks_to_more_than_it_should_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", PEOPLE)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", b" " * 2_000_000)
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    assert trouble_of(path) is Trouble.UNPACKS_TOO_BIG


def test_sizes_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(tmp_path / "list.csv", PEOPLE)
    monkeypatch.setattr(tables, "MAX_ROWS", 1)
    assert trouble_of(path) is Trouble.TOO_MANY_ROWS
    monkeypatch.setattr(tables, "MAX_BYTES", 10)
    with pytest.raises(Unreadable) as refused, open_table(path):
        pass
    assert refused.value.trouble is Trouble.TOO_BIG


@given(content=st.binary(max_size=300))
@settings(max_examples=150)
def test_any_bytes_are_a_table_or_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with contextlib.suppress(Unreadable):
        read(path)
