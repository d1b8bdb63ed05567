from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_staff, make_volunteer
from tests.web.household.test_referral import GOOD as FAMILY
from tests.web.public.test_joining import GOOD as NEIGHBOUR
from web.models import Household, Scheme, SchemeText, Staff, Volunteer
from web.models.vocabulary import Campaign

FRENCH = "/desk/public-page?written_in=fr"


def _saved(session: Session) -> list[SchemeText]:
    return list(session.scalars(select(SchemeText).order_by(SchemeText.id)))


def _public(client: Client, scheme: Scheme, language: str) -> str:
    visitor = client.another()
    return visitor.get(f"/{scheme.slug}/", headers={"Accept-Language": language}).text


def test_what_is_saved_in_a_language_is_what_its_readers_see(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    answer = client.fill(
        FRENCH, about="Nous sommes **onze**.", contact="[Nous](https://on.example)"
    )
    assert answer.location == FRENCH
    french, english = (_public(client, scheme, tag) for tag in ("fr", "en"))
    assert "<strong>onze</strong>" in french
    assert '<a href="https://on.example">Nous</a>' in french
    assert "onze" not in english


def test_a_language_without_a_text_shows_that_of_the_scheme_and_says_which_it_is(
    client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    client.fill("/desk/public-page", about="We are eleven.")
    assert '<div lang="en" dir="auto"><p>We are eleven.</p>' in _public(client, scheme, "de")


def test_a_preview_shows_the_text_and_saves_nothing(
    session: Session, client: Client, coordinator: Staff
) -> None:
    page = client.press("/desk/public-page/preview?written_in=fr", about="# Onze", contact="").text
    assert "<h3>Onze</h3>" in page
    assert ">\n# Onze</textarea>" in page.replace("\r", "")
    assert _saved(session) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Hello <script>alert(1)</script>", "&lt;script&gt;&#39; is code of a web page"),
        ("[here](javascript:alert%281%29)", "must begin with https://"),
        ("[here](//elsewhere.example)", "must begin with https://"),
        ("é" * 2001, "too long"),
    ],
)
def test_what_would_not_come_out_is_said_at_the_field_and_kept(
    session: Session, client: Client, coordinator: Staff, typed: str, said: str
) -> None:
    answer = client.fill("/desk/public-page", about=typed, contact="Mondays")
    assert answer.status_code == 422
    assert said in answer.text
    assert "Mondays</textarea>" in answer.text
    assert "<script>alert" not in answer.text
    assert _saved(session) == []


def test_the_second_of_two_is_told_who_was_first_and_may_save_again(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    other = make_staff(session, scheme=scheme, first_name="Fatou")
    session.commit()
    colleague = client.another()
    colleague.sign_in(other)
    colleague.fill("/desk/public-page", about="Hers")
    answer = client.press("/desk/public-page", version="0", about="Mine", contact="")
    assert answer.status_code == 409
    assert "Fatou" in answer.text
    assert "<p>Hers</p>" in answer.text
    assert "Mine</textarea>" in answer.text
    assert 'name="version" type="hidden" value="1"' in answer.text
    client.press("/desk/public-page", version="1", about="Mine", contact="")
    assert [(text.version, text.about) for text in _saved(session)] == [(1, "Hers"), (2, "Mine")]


def test_another_schemes_text_is_neither_shown_nor_counted(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    neighbour = make_staff(session, scheme=elsewhere)
    session.commit()
    other = client.another()
    other.sign_in(neighbour)
    other.fill("/desk/public-page", about="Elsewhere")
    assert "Elsewhere" not in client.get("/desk/public-page").text
    assert "Elsewhere" not in _public(client, scheme, "en")
    assert client.fill("/desk/public-page", about="Here").status_code == 303


def test_a_language_that_we_do_not_write_is_not_found(client: Client, coordinator: Staff) -> None:
    assert client.get("/desk/public-page?written_in=tlh").status_code == 404
    assert client.press("/desk/public-page?written_in=tlh", about="Qapla'").status_code == 404


def test_what_brought_somebody_goes_with_them_from_the_page_to_the_count(
    session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    visitor = client.another()
    start = visitor.get(f"/{scheme.slug}/?from=word-of-mouth").text
    assert f'href="/{scheme.slug}/join?from=word-of-mouth"' in start
    assert f'href="/{scheme.slug}/refer?from=word-of-mouth"' in start
    visitor.fill(f"/{scheme.slug}/join?from=word-of-mouth", **NEIGHBOUR)
    visitor.fill(f"/{scheme.slug}/join", **{**NEIGHBOUR, "first_name": "Anna"})
    visitor.fill(f"/{scheme.slug}/refer?from=poster", **FAMILY)
    make_volunteer(session, scheme=make_scheme(session), campaign=Campaign.POSTER)
    (volunteer,) = session.scalars(select(Volunteer).where(Volunteer.scheme_id == scheme.id))
    assert volunteer.campaign is Campaign.WORD_OF_MOUTH
    assert session.scalars(select(Household)).one().campaign is Campaign.POSTER
    rows = client.get("/desk/public-page").text.split('<th scope="row">')[1:]
    counted = {row.split("<")[0]: re.findall(r'"number">(\d+)<', row) for row in rows}
    assert counted["Word of mouth"] == ["1", "0"]
    assert counted["Poster"] == ["0", "1"]
    assert counted["Not known"] == ["0", "0"]


def test_a_word_that_is_no_campaign_marks_nobody(
    session: Session, client: Client, scheme: Scheme
) -> None:
    assert "from=" not in client.get(f"/{scheme.slug}/?from=ana-peeters").text.split("<main")[1]
    client.fill(f"/{scheme.slug}/join?from=ana-peeters", **NEIGHBOUR)
    assert session.scalars(select(Volunteer)).one().campaign is None
