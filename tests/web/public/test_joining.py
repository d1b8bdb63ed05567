"""Becoming a volunteer, through real pages, on both databases."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_scheme, make_volunteer
from web.models import Notification, Scheme, Volunteer
from web.models.vocabulary import Channel, Level, VolunteerState
from web.services import codes

GOOD = {
    "first_name": "Ana",
    "last_name": "Peeters",
    "email": "ana@mail.example",
    "phone": "",
    "postcode": "1050",
    "street": "Rue du Trône 12",
    "languages-0-tag": "fr",
    "languages-0-level": "4",
    "languages-1-tag": "ar",
    "languages-1-level": "2",
}


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


def join(client: Client, scheme: Scheme, **typed: str) -> str:
    """Send the form; where it leads to, or the page that asks again."""
    response = client.fill(f"/{scheme.slug}/join", **{**GOOD, **typed})
    return response.headers.get("Location") or response.text


def test_signing_up_keeps_the_volunteer_and_sends_one_code(
    client: Client, session: Session, scheme: Scheme
) -> None:
    assert join(client, scheme) == f"/{scheme.slug}/join/confirm"
    volunteer = session.scalars(select(Volunteer)).one()
    assert (volunteer.first_name, volunteer.email) == ("Ana", "ana@mail.example")
    assert volunteer.state is VolunteerState.SIGNED_UP
    assert volunteer.has_place
    assert volunteer.address is not None
    assert volunteer.address.street == "Rue du Trône 12"
    assert {row.tag: row.level for row in volunteer.languages} == {
        "fr": Level.NATIVE,
        "ar": Level.CONVERSATIONAL,
    }
    sent = session.scalars(select(Notification)).one()
    assert (sent.kind, sent.party_id, sent.channel) == (
        "access_code",
        volunteer.id,
        Channel.EMAIL,
    )


def test_the_code_confirms_and_signs_in(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    join(client, scheme)
    volunteer = session.scalars(select(Volunteer)).one()
    code = codes.issue(session, volunteer, now=now)
    response = client.fill(f"/{scheme.slug}/join/confirm", code=code)
    assert response.headers["Location"] == "/volunteer/"
    assert client.get("/volunteer/").status_code == 200
    session.refresh(volunteer)
    assert volunteer.state is VolunteerState.CONFIRMED
    assert volunteer.confirmed_at is not None


def test_a_wrong_code_is_said_at_the_field_with_the_tries_left(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    join(client, scheme)
    volunteer = session.scalars(select(Volunteer)).one()
    code = codes.issue(session, volunteer, now=now)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    pages = [client.fill(f"/{scheme.slug}/join/confirm", code=wrong).text for _ in range(5)]
    assert "4 more times" in pages[0]
    assert "once more" in pages[3]
    assert "ask for a new one" in pages[4]
    # Five wrong tries spend the code: even the right one is too late.
    assert "not right" in client.fill(f"/{scheme.slug}/join/confirm", code=code).text


def test_a_code_typed_in_arabic_digits_is_right(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    join(client, scheme)
    code = codes.issue(session, session.scalars(select(Volunteer)).one(), now=now)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    response = client.fill(f"/{scheme.slug}/join/confirm", code=f" {arabic[:3]} {arabic[3:]} ")
    assert response.headers["Location"] == "/volunteer/"


def test_a_form_sent_twice_makes_one_row_and_leads_to_the_same_page(
    client: Client, session: Session, scheme: Scheme
) -> None:
    page = client.get(f"/{scheme.slug}/join")
    data = {**main_form(page.text).values, **GOOD}
    first = client.post(f"/{scheme.slug}/join", data=data)
    second = client.post(f"/{scheme.slug}/join", data=data)
    assert first.headers["Location"] == second.headers["Location"]
    assert session.scalar(select(func.count()).select_from(Volunteer)) == 1
    assert session.scalar(select(func.count()).select_from(Notification)) == 1


def test_a_slip_can_be_put_right_by_going_back(
    client: Client, session: Session, scheme: Scheme
) -> None:
    page = client.get(f"/{scheme.slug}/join")
    data = {**main_form(page.text).values, **GOOD}
    client.post(f"/{scheme.slug}/join", data={**data, "email": "ana@mial.example"})
    client.post(f"/{scheme.slug}/join", data=data)
    assert session.scalars(select(Volunteer)).one().email == "ana@mail.example"


def test_a_known_contact_gets_the_same_page_and_changes_nothing(
    client: Client, session: Session, scheme: Scheme
) -> None:
    known = make_volunteer(session, scheme_id=scheme.id, email="ana@mail.example")
    assert join(client, scheme, first_name="Mallory") == f"/{scheme.slug}/join/confirm"
    assert "Type the code" in client.get(f"/{scheme.slug}/join/confirm").text
    volunteer = session.scalars(select(Volunteer)).one()
    assert volunteer.first_name == known.first_name
    assert session.scalars(select(Notification)).one().party_id == known.id


def test_nobody_can_take_anothers_number_by_giving_it_beside_an_own_address(
    client: Client, session: Session, scheme: Scheme
) -> None:
    join(client, scheme, email="mallory@mail.example", phone="0470 12 34 56")
    join(client.another(), scheme, email="", phone="+32470123456")
    channels = {row.party.email: row.channel for row in session.scalars(select(Notification))}
    assert channels == {"mallory@mail.example": Channel.EMAIL, None: Channel.SMS}


def test_a_code_proves_only_the_contact_it_was_sent_to(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    data = {**main_form(client.get(f"/{scheme.slug}/join").text).values, **GOOD}
    client.post(f"/{scheme.slug}/join", data={**data, "email": "mallory@mail.example"})
    volunteer = session.scalars(select(Volunteer)).one()
    code = codes.issue(session, volunteer, now=now)
    client.post(f"/{scheme.slug}/join", data={**data, "email": "victim@mail.example"})
    page = client.fill(f"/{scheme.slug}/join/confirm", code=code)
    assert "not right" in page.text
    session.refresh(volunteer)
    assert (volunteer.email, volunteer.confirmed_at) == ("victim@mail.example", None)


def test_the_cookie_does_not_tell_whose_contact_was_typed(
    client: Client, session: Session, scheme: Scheme
) -> None:
    known = make_volunteer(session, scheme_id=scheme.id, email="ana@mail.example")
    join(client, scheme)
    with client.session_transaction() as cookie:
        assert known.public_id not in str(dict(cookie))


def test_someone_who_left_can_come_back(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    gone = make_volunteer(
        session, scheme_id=scheme.id, email="ana@mail.example", state=VolunteerState.LEFT
    )
    join(client, scheme)
    code = codes.issue(session, gone, now=now)
    client.fill(f"/{scheme.slug}/join/confirm", code=code)
    session.refresh(gone)
    # A coordinator decides again; nobody comes back straight into the matching.
    assert gone.state is not VolunteerState.READY
    assert client.get("/volunteer/").status_code == 200


def test_the_code_page_without_a_sign_up_leads_to_signing_in(
    client: Client, scheme: Scheme
) -> None:
    response = client.get(f"/{scheme.slug}/join/confirm")
    assert response.headers["Location"] == "/sign-in"


def test_a_robot_that_fills_in_everything_is_asked_again_and_nothing_is_kept(
    client: Client, session: Session, scheme: Scheme
) -> None:
    page = join(client, scheme, website="https://spam.example")
    assert "send it once more" in page
    assert 'value="Ana"' in page
    assert session.scalars(select(Volunteer)).all() == []


def test_a_form_sent_within_a_blink_is_asked_again_with_everything_in_it(
    client: Client, session: Session, scheme: Scheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(client.application.config, "FORM_SHORTEST_SECONDS", 60)
    page = join(client, scheme)
    assert "send it once more" in page
    again = main_form(page).values
    assert again["email"] == "ana@mail.example"
    monkeypatch.setitem(client.application.config, "FORM_SHORTEST_SECONDS", 0)
    assert client.post(f"/{scheme.slug}/join", data=again).status_code == 302


def test_a_form_whose_session_is_gone_is_shown_again_with_a_fresh_token(
    client: Client, session: Session, scheme: Scheme
) -> None:
    data = {**main_form(client.get(f"/{scheme.slug}/join").text).values, **GOOD}
    fresh = client.another()
    page = fresh.post(f"/{scheme.slug}/join", data=data)
    assert page.status_code == 200
    assert "open for a long time" in page.text
    again = main_form(page.text).values
    assert again["first_name"] == "Ana"
    assert fresh.post(f"/{scheme.slug}/join", data=again).status_code == 302


def test_another_language_on_the_page_is_kept_as_the_volunteers_own(
    client: Client, session: Session, scheme: Scheme
) -> None:
    client.get(f"/language/nl?next=/{scheme.slug}/join")
    join(client, scheme)
    assert session.scalars(select(Volunteer)).one().language == "nl"


def test_the_fields_tell_phones_how_to_help(client: Client, scheme: Scheme) -> None:
    page = client.get(f"/{scheme.slug}/join").text
    for hint in ("given-name", "family-name", "email", "tel", "postal-code"):
        assert re.search(rf'autocomplete="{hint}"', page)


MOST_FIELDS, MOST_SCREENS = 12, 4
# What a phone needs to know to bring the right keyboard, and to fill in by itself.
KEYBOARDS = {
    "first_name": ("text", "given-name", None),
    "last_name": ("text", "family-name", None),
    "email": ("email", "email", "email"),
    "phone": ("tel", "tel", "tel"),
    "postcode": ("text", "postal-code", "numeric"),
    "street": ("text", "street-address", None),
    "code": ("text", "one-time-code", "numeric"),
}


def test_signing_up_takes_few_screens_and_fields_each_with_its_keyboard(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    form = client.get(f"/{scheme.slug}/join").text
    join(client, scheme)
    code_page = client.get(f"/{scheme.slug}/join/confirm").text
    code = codes.issue(session, session.scalars(select(Volunteer)).one(), now=now)
    home = client.fill(f"/{scheme.slug}/join/confirm", code=code)
    assert home.location == "/volunteer/"
    screens = [form, code_page, client.get(home.location).text]
    assert len(screens) <= MOST_SCREENS
    fields = [name for page in screens[:2] for name in asked_on(page)]
    assert len(fields) <= MOST_FIELDS, fields
    for name, wanted in KEYBOARDS.items():
        (tag,) = re.findall(rf'<input[^>]* name="{name}"[^>]*>', form + code_page)
        found = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        assert (found["type"], found["autocomplete"], found.get("inputmode")) == wanted


def asked_on(page: str) -> list[str]:
    """The fields of the page's form that a person sees."""
    names = main_form(page).values
    return [name for name in names if name not in {"csrf_token", "nonce", "website"}]
