from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.services.importing.files import TODAY, read, write_csv
from web.models.vocabulary import HelpCategory, Level
from web.services.importing import (
    Column,
    Draft,
    Field,
    HouseholdDraft,
    Kind,
    Layout,
    Reason,
    Trouble,
    Unreadable,
    VolunteerDraft,
    fields_of,
    template,
)
from web.services.importing.aliases import ALIASES
from web.services.importing.columns import _headers
from web.services.importing.rows import draft
from web.services.importing.text import fold
from web.services.importing.week import slots
from web.services.normalise import Complaint

# Text that is nearly right breaks more than text that is not.
TELLING = (
    *(
        "",
        "Ana",
        "ana@example.org",
        "0470123456",
        "1000",
        "1000 Bruxelles",
        "fr: B1; ar",
        "ja",
        "2",
    ),
    *(
        "ma-vr avond",
        "2015, 2018",
        "1/3/2025",
        "99/99/9999",
        "0000",
        "fr en",
        "-",
        "(",
        "à tm 3 km",
    ),
    *("Rue Haute 1, 1000 Bruxelles", "ma tot", "tot za", "②", "٢٠١٥", "1e9", "½"),
)


def test_a_dutch_list_is_understood_whatever_accents_and_capitals(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "lijst.csv",
        [
            ["VOORNAAM", "naam ", "E-Mail:", "Gsm-nummer", "Straat", "Nr", "Postcode", "Gemeente",
             "Talen", "Kan helpen met", "Beschikbaarheid", "Aantal gezinnen", "Opmerkingen"],
            ["Jan", "Peeters", "jan@example.org", "0470 12 34 56", "Veldstraat", "12", "9000",
             "Gent", "Nederlands (moedertaal), Frans B1", "huiswerk, praten", "ma, wo avond", "2",
             "ziek geweest"],
        ],
        delimiter=";",
        encoding="cp1252",
    )  # fmt: skip
    layout, reading = read(path)
    assert reading.problems == []
    assert (layout.kind, layout.language) == (Kind.VOLUNTEERS, "nl")
    assert layout.unread == ("Opmerkingen",)
    jan = reading.drafts[0]
    assert (jan.first_name, jan.last_name, jan.street) == ("Jan", "Peeters", "Veldstraat 12")
    assert jan.place is not None
    assert (jan.place.postcode, jan.place.locality) == ("9000", "Gent")
    assert jan.languages == {"nl": Level.NATIVE, "fr": Level.CONVERSATIONAL}
    assert set(jan.offers) == {HelpCategory.HOMEWORK, HelpCategory.CONVERSATION}
    assert jan.slots == slots([0, 2], [2])
    assert isinstance(jan.side, VolunteerDraft)
    assert jan.side.capacity == 2


def test_a_french_list_of_households_is_understood(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "attente.csv",
        [
            ["Nom et prénom", "GSM", "Adresse", "Langue maternelle", "Niveau français", "Besoins",
             "Années de naissance", "Interprète", "Lundi", "Samedi matin"],
            ["HADDAD Amal", "0470123456", "Rue Haute 1, 1000 Bruxelles", "arabe", "A2",
             "courrier, devoirs", "2015 2018", "oui", "soir", "x"],
        ],
    )  # fmt: skip
    layout, reading = read(path)
    assert reading.problems == []
    assert layout.kind is Kind.HOUSEHOLDS
    amal = reading.drafts[0]
    assert (amal.first_name, amal.last_name, amal.street) == ("Amal", "HADDAD", "Rue Haute 1")
    assert amal.place is not None
    assert amal.place.postcode == "1000"
    assert amal.languages == {"ar": Level.NATIVE, "fr": Level.BASIC}
    assert amal.slots == slots([0], [2]) | slots([5], [0])
    assert isinstance(amal.side, HouseholdDraft)
    assert amal.side.needs == {HelpCategory.MAIL: 1, HelpCategory.HOMEWORK: 2}
    assert amal.side.birth_years == (2015, 2018)
    assert amal.side.interpreter_available


def test_every_bad_cell_is_reported_by_row_header_and_reason(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "volunteers.csv",
        [
            ["First name", "Courriel", "GSM", "CP", "Talen", "Note read on", "Places"],
            ["Ana", "ana@", "12", "99", "Elvish", "yes", "4"],
            ["", "bo@example.org", "", "9999", "", "", ""],
            ["Cem", "", "", "", "", "", ""],
            ["#N/A", "di@example.org", "", "", "", "", ""],
        ],
    )
    _, reading = read(path)
    assert reading.drafts == []
    assert {(one.row, one.column, one.reason, one.piece) for one in reading.problems} == {
        (2, "Courriel", Complaint.EMAIL_SHAPE, ""),
        (2, "GSM", Complaint.PHONE_COUNTRY_CODE, ""),
        (2, "CP", Complaint.POSTCODE_SHAPE, ""),
        (2, "Talen", Reason.LANGUAGE_UNKNOWN, "Elvish"),
        (2, "Note read on", Reason.DATE_NEEDED, ""),
        (2, "Places", Reason.ONE_TO_THREE, ""),
        (3, "First name", Complaint.REQUIRED, ""),
        (3, "CP", Complaint.POSTCODE_UNKNOWN, ""),
        (4, "Courriel / GSM", Complaint.CONTACT_MISSING, ""),
        (5, "First name", Reason.CELL_ERROR, ""),
    }


def test_a_column_can_be_named_or_left_out_by_hand(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "volunteers.csv",
        [["Mijn kolom", "E-mail", "Gsm"], ["Ana", "ana@example.org", "unknown"]],
    )
    with pytest.raises(Unreadable) as refused:
        read(path)
    assert (refused.value.trouble, refused.value.detail) == (Trouble.NO_NAME_COLUMN, "Mijn kolom")
    mapped = {"mijn  KOLOM": Field.FIRST_NAME, "Gsm": Field.IGNORE}
    _, reading = read(path, mapped=mapped)
    assert reading.problems == []
    assert (reading.drafts[0].first_name, reading.drafts[0].phone) == ("Ana", "")
    with pytest.raises(Unreadable) as refused:
        read(path, mapped=mapped | {"Elsewhere": Field.EMAIL})
    assert refused.value.trouble is Trouble.NO_SUCH_COLUMN


def test_a_number_that_counts_the_rows_is_no_house_number(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "volunteers.csv",
        [["Nr", "Naam", "Mail", "Adres"], ["1", "Ana Silva", "a@example.org", "Veldstraat 3"]],
    )
    _, reading = read(path)
    assert reading.drafts[0].street == "Veldstraat 3"


def test_a_town_alone_is_enough_when_only_one_has_that_name(tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "volunteers.csv",
        [
            ["Name", "Mail", "Town"],
            ["A", "a@example.org", "Elsene"],
            ["B", "b@example.org", "Halle"],
            ["C", "c@example.org", "Atlantis"],
        ],
    )
    _, reading = read(path)
    assert [one.place and one.place.postcode for one in reading.drafts] == ["1050"]
    assert [one.reason for one in reading.problems] == [
        Reason.LOCALITY_AMBIGUOUS,
        Reason.LOCALITY_UNKNOWN,
    ]


def test_a_file_that_may_be_either_kind_is_not_guessed_at(tmp_path: Path) -> None:
    rows = [["Name", "E-mail"], ["Ana", "ana@example.org"]]
    with pytest.raises(Unreadable) as refused:
        read(write_csv(tmp_path / "list.csv", rows))
    assert refused.value.trouble is Trouble.KIND_UNKNOWN
    assert read(write_csv(tmp_path / "Gezinnen 2026.csv", rows))[0].kind is Kind.HOUSEHOLDS


@pytest.mark.parametrize("language", ["en", "fr", "nl", "de"])
@pytest.mark.parametrize("kind", Kind)
def test_the_template_is_understood_column_by_column(
    tmp_path: Path, kind: Kind, language: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(template(kind, language) + b"Ana;;ana@example.org\r\n")
    layout, reading = read(path)
    assert layout.kind is kind
    assert layout.unread == ()
    assert len({column.field for column in layout.columns}) == len(layout.columns)
    assert reading.problems == []


@pytest.mark.parametrize("kind", Kind)
def test_no_header_means_two_things(kind: Kind) -> None:
    for named in ALIASES.values():
        for field in fields_of(kind) & named.keys():
            for alias in named[field]:
                assert _headers(kind)[fold(alias)].field is field, alias


@given(data=st.data(), kind=st.sampled_from(Kind))
@settings(max_examples=150)
def test_any_text_in_any_column_is_read_or_complained_of(data: st.DataObject, kind: Kind) -> None:
    columns = tuple(
        Column(index, field.value, field)
        for index, field in enumerate(sorted(fields_of(kind) - {Field.IGNORE}))
    )
    texts = st.one_of(st.text(max_size=30), st.sampled_from(TELLING))
    cells = tuple(data.draw(texts).strip() for _ in columns)
    found = draft((7, cells), Layout(kind, 1, columns, "nl", ()), TODAY)
    if isinstance(found, Draft):
        assert found.first_name
        assert found.email or found.phone or kind is Kind.HOUSEHOLDS
        assert 0 <= found.slots < 1 << 21
    else:
        assert found
        headers = {column.header for column in columns}
        assert all(set(one.column.split(" / ")) <= headers for one in found)
