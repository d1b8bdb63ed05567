from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_scheme, make_staff, make_volunteer
from web.models import Notification, Party
from web.models.vocabulary import VolunteerState
from web.services import codes, links


def sign_in(client: Client, session: Session, party: Party, contact: str, now: datetime) -> str:
    """Through both pages with the right code; where it leads to."""
    client.fill("/sign-in", contact=contact)
    code = codes.issue(session, party, now=now)
    return client.fill("/sign-in/code", code=code).headers["Location"]


def test_a_coordinator_signs_in_with_an_emailed_code(
    client: Client, session: Session, now: datetime
) -> None:
    staff = make_staff(session, email="cora@staff.example")
    assert sign_in(client, session, staff, " CORA@staff.example", now) == "/desk/"
    assert session.scalars(select(Notification)).one().kind == "access_code"
    assert client.get("/desk/").status_code == 200


def test_a_volunteer_signs_in_with_a_phone_number(
    client: Client, session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session, email=None, phone="+32470123456")
    assert sign_in(client, session, volunteer, "0470 12 34 56", now) == "/volunteer/"


def test_with_several_schemes_the_contact_is_found_in_any(
    client: Client, session: Session, now: datetime
) -> None:
    make_scheme(session)
    staff = make_staff(session)
    assert staff.email is not None
    assert sign_in(client, session, staff, staff.email, now) == "/desk/"


def test_a_first_sign_in_confirms_a_contact_too(
    client: Client, session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session, state=VolunteerState.SIGNED_UP, confirmed_at=None)
    assert volunteer.email is not None
    sign_in(client, session, volunteer, volunteer.email, now)
    session.refresh(volunteer)
    assert volunteer.confirmed_at is not None


def test_nobody_learns_whether_a_contact_is_known(client: Client, session: Session) -> None:
    make_scheme(session)
    make_volunteer(session, email="known@mail.example")
    answers = []
    for contact in ("known@mail.example", "nobody@mail.example"):
        browser = client.another()
        asked = browser.fill("/sign-in", contact=contact)
        tried = [browser.fill("/sign-in/code", code="000000").text for _ in range(6)]
        answers.append((asked.status_code, asked.headers["Location"], *map(strip_token, tried)))
    assert answers[0] == answers[1]
    assert [row.party.email for row in session.scalars(select(Notification))] == [
        "known@mail.example"
    ]


def strip_token(page: str) -> str:
    return "\n".join(line for line in page.splitlines() if "csrf_token" not in line)


def test_a_household_has_no_account(client: Client, session: Session) -> None:
    make_household(session, email="hana@mail.example")
    client.fill("/sign-in", contact="hana@mail.example")
    assert session.scalars(select(Notification)).all() == []


def test_someone_who_left_gets_no_code(client: Client, session: Session) -> None:
    make_volunteer(session, email="gone@mail.example", state=VolunteerState.LEFT)
    client.fill("/sign-in", contact="gone@mail.example")
    assert session.scalars(select(Notification)).all() == []


@pytest.mark.parametrize("contact", ["", "ana", "ana@", "@", "0", "x" * 500, "🙂"])
def test_what_is_no_contact_is_said_at_the_field(
    client: Client, session: Session, contact: str
) -> None:
    make_scheme(session)
    page = client.fill("/sign-in", contact=contact)
    assert page.status_code == 200
    assert 'id="contact-error"' in page.text


def test_the_wanted_page_comes_after_signing_in(
    client: Client, session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session)
    asked = client.get("/volunteer/note")
    assert asked.status_code == 302
    client.fill(asked.headers["Location"], contact=volunteer.email)
    code = codes.issue(session, volunteer, now=now)
    response = client.fill("/sign-in/code", code=code)
    assert response.headers["Location"].startswith("/volunteer/note")


def test_nobody_is_sent_to_another_site(client: Client, session: Session, now: datetime) -> None:
    volunteer = make_volunteer(session)
    client.fill("/sign-in?next=//evil.example/", contact=volunteer.email)
    code = codes.issue(session, volunteer, now=now)
    assert client.fill("/sign-in/code", code=code).headers["Location"] == "/volunteer/"


def test_an_old_code_is_refused(client: Client, session: Session, now: datetime) -> None:
    volunteer = make_volunteer(session)
    client.fill("/sign-in", contact=volunteer.email)
    code = codes.issue(session, volunteer, now=now - timedelta(minutes=31))
    assert client.fill("/sign-in/code", code=code).status_code == 200


def test_a_code_works_once(client: Client, session: Session, now: datetime) -> None:
    volunteer = make_volunteer(session)
    assert volunteer.email is not None
    client.fill("/sign-in", contact=volunteer.email)
    code = codes.issue(session, volunteer, now=now)
    assert client.fill("/sign-in/code", code=code).status_code == 302
    other = client.another()
    other.fill("/sign-in", contact=volunteer.email)
    assert other.fill("/sign-in/code", code=code).status_code == 200


def test_opening_a_link_signs_nobody_in_and_pressing_its_button_does_once(
    client: Client, session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session)
    path = links.create(session, volunteer, links.Purpose.SIGN_IN, volunteer.id, now=now)
    assert path.startswith("/sign-in/")
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.get("/volunteer/").status_code == 302
    assert client.fill(path).headers["Location"] == "/volunteer/"
    assert client.get("/volunteer/").status_code == 200
    assert client.another().post(path).status_code == 410


def test_a_wrong_secret_or_another_kind_of_link_signs_nobody_in(
    client: Client, session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session)
    path = links.create(session, volunteer, links.Purpose.SIGN_IN, volunteer.id, now=now)
    wrong = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert client.post(wrong).status_code == 410
    question = links.create(session, volunteer, links.Purpose.MATCH, 7, now=now)
    assert client.post(question.replace("/l/", "/sign-in/")).status_code == 410
    assert client.get("/volunteer/").status_code == 302


def test_a_sign_in_link_ends_after_a_week_and_when_its_owner_leaves(
    client: Client, session: Session, now: datetime
) -> None:
    volunteer = make_volunteer(session)
    old, fresh = (
        links.create(session, volunteer, links.Purpose.SIGN_IN, volunteer.id, now=made)
        for made in (now - links.LIFETIME, now)
    )
    assert client.get(old).status_code == client.post(old).status_code == 410
    assert client.get(fresh).status_code == 200
    volunteer.state = VolunteerState.LEFT
    session.commit()
    assert client.get(fresh).status_code == client.post(fresh).status_code == 410
    assert client.get("/volunteer/").status_code == 302


def test_signing_out_ends_the_session(client: Client, session: Session) -> None:
    volunteer = make_volunteer(session)
    client.sign_in(volunteer)
    assert client.get("/volunteer/").status_code == 200
    client.press("/sign-out")
    assert client.get("/volunteer/").status_code == 302


def test_a_code_can_be_sent_again(client: Client, session: Session) -> None:
    volunteer = make_volunteer(session)
    client.fill("/sign-in", contact=volunteer.email)
    assert client.press("/sign-in/again").headers["Location"] == "/sign-in/code"
    assert "on its way" in client.get("/sign-in/code").text


def test_signing_out_is_said_in_the_language_that_was_chosen(
    client: Client, session: Session
) -> None:
    client.sign_in(make_volunteer(session))
    client.get("/language/de")
    client.press("/sign-out")
    assert '<html lang="de"' in client.get("/").text
