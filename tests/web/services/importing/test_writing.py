from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.factories import make_household, make_scheme, make_volunteer
from tests.web.services.importing.files import Rows, read, write_csv
from web.models import Household, Notification, Party, Scheme, Task, Volunteer
from web.models.vocabulary import HouseholdState, Source, TaskKind, VolunteerState
from web.services import importing
from web.services.importing import Kind, Plan, Remark

HEADER = ["First name", "Last name", "E-mail", "Phone", "Postcode", "Languages", "Offers",
          "Availability", "Note read on", "Trained", "Since"]  # fmt: skip
FAMILIES = ["First name", "Last name", "Phone", "Postcode", "Birth years", "Needs",
            "Contact language"]  # fmt: skip


class Import:
    """Brings rows into one scheme."""

    def __init__(self, session: Session, folder: Path, now: datetime) -> None:
        self.session, self.folder, self.now = session, folder, now
        self.scheme: Scheme = make_scheme(session, language="nl")

    def __call__(self, kind: Kind, header: list[str], rows: Rows) -> Plan:
        layout, reading = read(write_csv(self.folder / "people.csv", [header, *rows]), kind)
        assert reading.problems == []
        planned = importing.plan(self.session, self.scheme, layout.kind, reading.drafts)
        importing.write(self.session, self.scheme, planned, self.now)
        self.session.commit()
        self.session.expire_all()
        return planned


@pytest.fixture
def bring(session: Session, tmp_path: Path, now: datetime) -> Import:
    return Import(session, tmp_path, now)


def volunteer(
    first: str, last: str = "", email: str = "", phone: str = "", *more: str
) -> list[str]:
    return [first, last, email, phone, *more]


def remarks(planned: Plan) -> list[tuple[int, Remark]]:
    quiet = {Remark.NO_POSTCODE, Remark.NO_CONTACT}
    return [(note.row, note.remark) for note in planned.notes if note.remark not in quiet]


def test_a_volunteer_arrives_with_everything_the_row_says(
    bring: Import, session: Session, now: datetime
) -> None:
    row = ["Zoë", "Lefèvre", "Zoe@Example.org", "0470 12 34 56", "8500", "fr:native; nl:B1",
           "huiswerk", "wo namiddag", "1/3/2025", "ja", "15/01/2025"]  # fmt: skip
    bring(Kind.VOLUNTEERS, HEADER, [row])
    zoe = session.scalars(select(Volunteer)).one()
    assert (zoe.full_name, zoe.phone, zoe.language) == ("Zoë Lefèvre", "+32470123456", "fr")
    assert (zoe.postcode, zoe.locality, zoe.has_place) == ("8500", "Kortrijk", True)
    assert {row.tag: int(row.level) for row in zoe.languages} == {"fr": 4, "nl": 2}
    assert (zoe.state, zoe.slots) == (VolunteerState.TRAINED, 1 << 7)
    assert zoe.informed_at is not None
    assert zoe.informed_at.date().isoformat() == "2025-03-01"
    assert zoe.created_at.date().isoformat() == "2025-01-15"
    assert abs((zoe.trained_at or zoe.created_at) - now) < timedelta(seconds=1)
    assert zoe.questionnaire_at is not None


def test_the_state_goes_no_further_than_what_is_proven(bring: Import, session: Session) -> None:
    bring(
        Kind.VOLUNTEERS,
        ["First name", "E-mail", "Note read on", "Trained"],
        [["A", "a@example.org", "", ""], ["B", "b@example.org", "1/3/2025", ""],
         ["C", "c@example.org", "", "yes"]],
    )  # fmt: skip
    found = {one.first_name: one for one in session.scalars(select(Volunteer))}
    assert found["A"].state is VolunteerState.CONFIRMED
    assert found["B"].state is VolunteerState.INFORMED
    # Trained, but nobody says when the legal note was read: it still has to be.
    assert found["C"].state is VolunteerState.CONFIRMED
    assert found["C"].trained_at is not None


def test_a_household_is_referred_gets_an_intake_task_and_no_message(
    bring: Import, session: Session
) -> None:
    bring(Kind.HOUSEHOLDS, FAMILIES, [["Amal", "Haddad", "0470123456", "1000", "1988; 2015",
                                       "mail, meal", "dari"]])  # fmt: skip
    amal = session.scalars(select(Household)).one()
    assert (amal.state, amal.source) == (HouseholdState.REFERRED, Source.IMPORT)
    assert sorted(member.birth_year for member in amal.members) == [1988, 2015]
    assert {need.category: need.priority for need in amal.needs} == {"mail": 1, "meal": 2}
    assert amal.language == "fa"
    assert [task.kind for task in session.scalars(select(Task))] == [TaskKind.INTAKE]
    assert session.scalars(select(Notification)).all() == []


def test_the_same_file_twice_adds_nobody_twice(bring: Import, session: Session) -> None:
    volunteers = [
        volunteer("Ana", "Silva", "ana@example.org"),
        volunteer("Bo", phone="0470123456"),
        volunteer("Cem", "Ak", "ana@example.org", "0470123457"),
        volunteer("Di", "Ak", "di@example.org", "0470123456"),
    ]
    families = [["Amal", "Haddad", "", "1000", "2015", "", ""],
                ["Amal", "Haddad", "", "1000", "2016", "", ""],
                ["Noor", "Aziz", "0470999999", "", "", "", ""]]  # fmt: skip
    bring(Kind.VOLUNTEERS, HEADER, volunteers)
    bring(Kind.HOUSEHOLDS, FAMILIES, families)
    count = session.scalar(select(func.count()).select_from(Party))
    assert count == 6
    again = bring(Kind.VOLUNTEERS, HEADER, volunteers)
    assert again.add == []
    assert bring(Kind.HOUSEHOLDS, FAMILIES, families).add == []
    assert session.scalar(select(func.count()).select_from(Party)) == count


def test_one_person_twice_in_a_file_is_added_once(bring: Import) -> None:
    planned = bring(
        Kind.VOLUNTEERS,
        HEADER,
        [
            volunteer("Ana", "Silva", "ana@example.org", "0470123456"),
            volunteer("ana", "SILVA", "ANA@example.org"),
            volunteer("Ana", "da Silva", "", "+32 470 12 34 56"),
            volunteer("Bo", "Silva", "bo@example.org", "0470123456"),
        ],
    )
    assert remarks(planned) == [
        (3, Remark.TWICE_IN_FILE),
        (4, Remark.TWICE_IN_FILE),
        (5, Remark.CONTACT_LEFT_OUT),
    ]
    assert [(one.draft.first_name, one.draft.phone) for one in planned.add] == [
        ("Ana", "+32470123456"),
        ("Bo", ""),
    ]


def test_who_signed_up_before_is_there_already_and_stays_as_they_are(
    bring: Import, session: Session
) -> None:
    make_volunteer(session, scheme=bring.scheme, first_name="Anna", email="ana@example.org")
    make_volunteer(session, email="bo@example.org")  # in another scheme
    planned = bring(
        Kind.VOLUNTEERS,
        HEADER,
        [volunteer("Ana", "Silva", "Ana@Example.org"), volunteer("Bo", "Li", "bo@example.org")],
    )
    assert remarks(planned) == [(2, Remark.ALREADY_THERE)]
    ours = select(Volunteer.first_name).where(Volunteer.scheme_id == bring.scheme.id)
    assert sorted(session.scalars(ours)) == ["Anna", "Bo"]


def test_families_that_share_a_helpers_number_stay_apart(bring: Import, session: Session) -> None:
    amal = make_household(session, scheme=bring.scheme, first_name="Amal", last_name="Haddad")
    amal.set_phone("+32470123456")
    planned = bring(
        Kind.HOUSEHOLDS,
        ["First name", "Last name", "Phone"],
        [["Amal", "Haddad", "0470123456"], ["Noor", "Aziz", "0470123456"]],
    )
    assert remarks(planned) == [(2, Remark.ALREADY_THERE), (3, Remark.CONTACT_SHARED)]
    assert [one.draft.first_name for one in planned.add] == ["Noor"]


def test_who_was_added_meanwhile_is_not_added_again(
    bring: Import, session: Session, tmp_path: Path, now: datetime
) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, volunteer("Ana", "Silva", "ana@example.org")])
    layout, reading = read(path, Kind.VOLUNTEERS)
    planned = importing.plan(session, bring.scheme, layout.kind, reading.drafts)
    make_volunteer(session, scheme=bring.scheme, email="ana@example.org")
    with pytest.raises(IntegrityError):
        importing.write(session, bring.scheme, planned, now)


def test_people_who_cannot_be_written_to_or_matched_yet_are_named(bring: Import) -> None:
    planned = bring(Kind.HOUSEHOLDS, ["First name", "Phone"], [["Amal", ""]])
    assert [note.remark for note in planned.notes] == [Remark.NO_CONTACT, Remark.NO_POSTCODE]
