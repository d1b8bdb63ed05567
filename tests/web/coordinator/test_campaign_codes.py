"""A scheme's own codes for its posters, and what each of them brought."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_staff, make_volunteer
from tests.web.household.test_referral import GOOD as FAMILY
from tests.web.public.test_joining import GOOD as NEIGHBOUR
from web.models import CampaignCode, Household, Scheme, Staff, Volunteer
from web.models.vocabulary import Campaign


def _made(client: Client, name: str = "Library") -> str:
    """The address of a new code."""
    client.fill("/desk/campaigns", name=name, channel="poster")
    found = re.search(r"http://localhost(/[^<]+\?from=\w+)<", client.get("/desk/campaigns").text)
    assert found
    return found[1]


def test_who_comes_by_a_code_is_counted_for_it_and_for_its_channel(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    address = _made(client)
    word = address.partition("=")[2]
    visitor = client.another()
    assert f'href="/{scheme.slug}/join?from={word}"' in visitor.get(address).text
    visitor.fill(f"/{scheme.slug}/join?from={word}", **NEIGHBOUR)
    visitor.fill(f"/{scheme.slug}/refer?from={word}", **FAMILY)
    for kind in (Volunteer, Household):
        person = session.scalars(select(kind)).one()
        assert (person.campaign, person.campaign_code) == (Campaign.POSTER, word)
    (row,) = client.get("/desk/campaigns").text.split('<th scope="row">')[1:]
    assert re.findall(r'"number">(\d+)<', row) == ["1", "1"]
    channels = client.get("/desk/public-page").text.split('<th scope="row">')[1:]
    (poster,) = [row for row in channels if row.startswith("Poster")]
    assert re.findall(r'"number">(\d+)<', poster) == ["1", "1"]


def test_another_schemes_code_marks_nobody_and_is_not_seen(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    elsewhere = make_scheme(session)
    neighbour = client.another()
    neighbour.sign_in(make_staff(session, scheme=elsewhere))
    word = _made(neighbour, "Theirs").partition("=")[2]
    visitor = client.another()
    assert "from=" not in visitor.get(f"/{scheme.slug}/?from={word}").text.split("<main")[1]
    visitor.fill(f"/{scheme.slug}/join?from={word}", **NEIGHBOUR)
    person = session.scalars(select(Volunteer)).one()
    assert (person.campaign, person.campaign_code) == (None, None)
    assert "Theirs" not in client.get("/desk/campaigns").text
    code = session.scalars(select(CampaignCode)).one()
    assert client.get(f"/desk/campaigns/{code.public_id}/poster").status_code == 404


def test_the_same_code_made_twice_is_one_and_says_nothing_by_itself(
    client: Client, session: Session, coordinator: Staff
) -> None:
    _made(client)
    _made(client)
    code = session.scalars(select(CampaignCode)).one()
    assert re.fullmatch(r"[a-z2-9]{6}", code.code)
    assert client.fill("/desk/campaigns", name="", channel="poster").status_code == 422


def test_a_poster_has_its_code_to_point_at_and_to_type_in_each_language(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    address = _made(client)
    code = session.scalars(select(CampaignCode)).one()
    path = f"/desk/campaigns/{code.public_id}/poster"
    french, dutch = (client.get(f"{path}?in={tag}").text for tag in ("fr", "nl"))
    for page in (french, dutch):
        assert f"http://localhost{address}" in page
        assert "<svg" in page.partition('class="square"')[2]
    assert "Visez ce carré" in french
    assert "Richt de camera" in dutch
    assert 'lang="en" id' not in client.get(f"{path}?in=tlh").text


def test_a_retired_code_still_counts_and_its_name_is_free_for_another(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    address = _made(client, "Market")
    word = address.partition("=")[2]
    old = session.scalars(select(CampaignCode)).one()
    for _twice in range(2):
        assert client.press(f"/desk/campaigns/{old.public_id}/retire").status_code == 303
    client.another().fill(f"/{scheme.slug}/join?from={word}", **NEIGHBOUR)
    assert session.scalars(select(Volunteer)).one().campaign_code == word
    page = client.get("/desk/campaigns").text
    assert "No code yet." in page
    (row,) = page.partition("1 retired code")[2].split('<th scope="row">')[1:]
    assert re.findall(r'"number">(\d+)<', row) == ["1", "0"]
    assert "/poster" not in row
    # Next year's market is counted apart; then the old one cannot come back under this name.
    client.fill("/desk/campaigns", name="Market", channel="poster")
    assert len(session.scalars(select(CampaignCode)).all()) == 2
    refused = client.press(f"/desk/campaigns/{old.public_id}/take-up")
    assert refused.status_code == 409
    assert "has this name" in refused.text
    client.fill(f"/desk/campaigns/{old.public_id}", name="Market of 2025")
    assert client.press(f"/desk/campaigns/{old.public_id}/take-up").status_code == 303
    assert (old.name, old.code, old.retired_at) == ("Market of 2025", word, None)


def test_a_renamed_code_keeps_what_it_brought_and_the_second_to_rename_it_is_told(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    word = _made(client, "Libary").partition("=")[2]
    make_volunteer(session, scheme=scheme, campaign=Campaign.POSTER, campaign_code=word)
    code = session.scalars(select(CampaignCode)).one()
    path = f"/desk/campaigns/{code.public_id}"
    session.commit()
    colleague = client.another()
    colleague.sign_in(make_staff(session, scheme=scheme))
    assert client.fill(path, name="Library", seen="Libary").status_code == 303
    (row,) = client.get("/desk/campaigns").text.split('<th scope="row">')[1:]
    assert "Library" in row
    assert re.findall(r'"number">(\d+)<', row) == ["1", "0"]
    late = colleague.press(path, name="Town library", seen="Libary")
    assert late.status_code == 409
    told = f"{coordinator.full_name} called this code &#39;Library&#39; on"
    assert told in late.text.partition('id="name-error"')[2]
    assert 'value="Town library"' in late.text
    assert code.name == "Library"
    assert colleague.press(path, name="Town library", seen="Library").status_code == 303


def test_two_codes_of_one_origin_are_not_called_the_same(
    client: Client, session: Session, coordinator: Staff
) -> None:
    _made(client, "Market")
    client.fill("/desk/campaigns", name="Library", channel="poster")
    market = session.scalars(select(CampaignCode).where(CampaignCode.name == "Market")).one()
    answer = client.fill(f"/desk/campaigns/{market.public_id}", name="Library")
    assert answer.status_code == 409
    assert "has this name" in answer.text.partition('id="name-error"')[2]
    assert client.fill(f"/desk/campaigns/{market.public_id}", name=" ").status_code == 422
    assert market.name == "Market"
