"""Whatever people type: a sentence at the field or a normal result, and nothing they typed lost."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client, main_form
from tests.factories import make_scheme
from tests.web.public.test_joining import GOOD
from web.models import Scheme, Volunteer


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Volunteer)) or 0


ASKED_AGAIN = [
    ("postcode", "9999", "We do not know this postcode"),
    ("postcode", "12345", "four digits"),
    ("postcode", "Brussel", "four digits"),
    ("postcode", "", "Please fill this in"),
    ("email", "ana@", "does not look like an e-mail"),
    ("email", "anaïs@mail.example", "accents"),
    ("email", "ana @mail.example", "does not look like an e-mail"),
    ("email", "a@b.c\r\nBcc: x@y.example", "does not look like an e-mail"),
    ("email", "", "an e-mail address or a phone number"),
    ("phone", "12", "begin with its code"),
    ("phone", "06 12 34 56 78 90 12", "begin with its code"),
    ("phone", "hello", "does not look like a phone number"),
    ("phone", "+999 123", "does not look like a phone number"),
    ("phone", "02 512 34 56", "needs a mobile number"),
    ("phone", "0800 12 800", "needs a mobile number"),
    ("first_name", "🙂", "at least one letter"),
    ("first_name", "12345", "at least one letter"),
    ("first_name", "é" * 500, "too long"),
    ("first_name", "\u202e", "Please fill this in"),
    ("first_name", "   ", "Please fill this in"),
    ("street", "x" * 500, "too long"),
    ("languages-0-tag", "tlh", "choose a language from the list"),
    ("languages-0-level", "", "how well you speak"),
    ("languages-0-level", "9", "how well you speak"),
]


@pytest.mark.parametrize(("name", "typed", "sentence"), ASKED_AGAIN)
def test_a_value_that_cannot_be_used_is_said_at_its_field(
    client: Client, session: Session, scheme: Scheme, name: str, typed: str, sentence: str
) -> None:
    response = client.fill(f"/{scheme.slug}/join", **{**GOOD, name: typed})
    assert response.status_code == 200
    assert sentence in response.text
    assert f'href="#{name.split("-", maxsplit=1)[0]}"' in response.text
    shown = main_form(response.text).values
    # What was right stays, and what was wrong stays too, to be put right.
    for other in GOOD.keys() - {name, "languages-0-tag"}:
        assert shown[other] == GOOD[other]
    if name in {"postcode", "phone", "first_name", "street"} and "\u202e" not in typed:
        assert shown[name].strip() == typed.strip()
    assert count(session) == 0


KEPT = [
    ("first_name", "محمد", "محمد"),
    ("first_name", "ሰላም", "ሰላም"),
    ("first_name", "Ó", "Ó"),
    ("first_name", " Anne  Marie ", "Anne Marie"),
    ("first_name", "Ana 🙂", "Ana 🙂"),
    ("first_name", "<b>Ana</b>", "<b>Ana</b>"),
    ("last_name", "O'Brien-Şahin", "O'Brien-Şahin"),
    ("postcode", "B-1050", "1050"),
    ("postcode", "١٠٥٠", "1050"),
    ("postcode", " 1050 ", "1050"),
    ("phone", "+33 6 12 34 56 78", "+33612345678"),
    ("phone", "0033612345678", "+33612345678"),
    ("phone", "0470/12.34.56", "+32470123456"),
    ("phone", "+32 (0)470 12 34 56", "+32470123456"),
    ("phone", "٠٤٧٠ ١٢ ٣٤ ٥٦", "+32470123456"),
    ("email", " Ana@Mail.Example ", "Ana@mail.example"),
]


@pytest.mark.parametrize(("name", "typed", "kept"), KEPT)
def test_a_value_written_otherwise_is_understood(
    client: Client, session: Session, scheme: Scheme, name: str, typed: str, kept: str
) -> None:
    response = client.fill(f"/{scheme.slug}/join", **{**GOOD, name: typed})
    assert response.status_code == 302
    assert getattr(session.scalars(select(Volunteer)).one(), name) == kept


def test_what_people_type_is_never_read_as_html(client: Client, scheme: Scheme) -> None:
    typed = '"><script>alert(1)</script>'
    page = client.fill(f"/{scheme.slug}/join", **{**GOOD, "first_name": typed, "postcode": ""})
    assert "<script>alert" not in page.text
    assert escape(typed, quote=True).replace("&quot;", "&#34;") in page.text


def test_without_any_language_the_page_asks_for_one(
    client: Client, session: Session, scheme: Scheme
) -> None:
    typed = {**GOOD, "languages-0-tag": "", "languages-1-tag": ""}
    page = client.fill(f"/{scheme.slug}/join", **typed)
    assert page.status_code == 200
    assert 'href="#languages"' in page.text
    assert count(session) == 0


def test_a_level_without_its_language_is_said_at_the_field(
    client: Client, session: Session, scheme: Scheme
) -> None:
    typed = {**GOOD, "languages-1-tag": "", "languages-1-level": "3"}
    page = client.fill(f"/{scheme.slug}/join", **typed)
    assert "Please choose the language too." in page.text
    assert count(session) == 0


def test_twenty_languages_sent_at_once_do_no_harm(
    client: Client, session: Session, scheme: Scheme
) -> None:
    many = {
        f"languages-{n}-{part}": "fr" if part == "tag" else "4"
        for n in range(20)
        for part in ("tag", "level")
    }
    assert client.fill(f"/{scheme.slug}/join", **{**GOOD, **many}).status_code == 302
    volunteer = session.scalars(select(Volunteer)).one()
    assert [row.tag for row in volunteer.languages] == ["fr"]


@settings(max_examples=60)
@given(
    typed=st.fixed_dictionaries(
        {},
        optional={
            name: st.one_of(
                st.text(max_size=600),
                st.sampled_from(
                    [
                        "\x00",
                        "\ud83d".encode("utf-8", "replace").decode(),
                        "'; DROP TABLE party;--",
                        "%s%n",
                        "{{7*7}}",
                    ]
                ),
            )
            for name in [*GOOD, "nonce", "csrf_token", "website", "languages-7-tag", "languages-x"]
        },
    )
)
def test_no_text_whatever_makes_an_error_page(
    client: Client, scheme: Scheme, typed: dict[str, str]
) -> None:
    response = client.fill(f"/{scheme.slug}/join", **{**GOOD, **typed})
    assert response.status_code in {200, 302}


@pytest.mark.parametrize(
    "body", [b"", b"%", b"\xff\xfe=\x00", b"first_name=%ff%fe", b"&&&=&=", b"first_name[]=1"]
)
def test_a_body_that_no_browser_sends_is_answered_with_the_form(
    client: Client, scheme: Scheme, body: bytes
) -> None:
    session_path = f"/{scheme.slug}/join"
    response = client.post(
        session_path, data=body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert 'name="first_name"' in response.text
