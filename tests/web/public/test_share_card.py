"""What people see of a scheme's page where somebody shares its address."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO

import pytest
from PIL import Image, ImageColor, ImageDraw
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_staff
from web.messages.colours import readable
from web.messages.languages import HOUSEHOLD_LANGUAGES
from web.models import Scheme
from web.services import logos

_PROPERTY = re.compile(r'<meta (?:property|name)="((?:og|twitter):[a-z:]+)" content="([^"]*)">')


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session, accent="#7a1f5c")


def told(client: Client, scheme: Scheme, language: str = "fr") -> dict[str, str]:
    path = f"/{scheme.slug}/?from=press"
    page = client.another().get(path, headers={"Accept-Language": language}).text
    return dict(_PROPERTY.findall(page))


def card(client: Client, scheme: Scheme) -> Image.Image:
    address = told(client, scheme)["og:image"]
    assert address.startswith("http://localhost/")
    answer = client.another().get(address)
    assert answer.mimetype == "image/png"
    assert "Set-Cookie" not in answer.headers
    picture = Image.open(BytesIO(answer.data))
    assert picture.format == "PNG"
    return picture.convert("RGB")


def test_a_scheme_without_a_logo_has_a_picture_in_its_colour(
    client: Client, scheme: Scheme
) -> None:
    picture = card(client, scheme)
    assert picture.size == (1200, 630)
    ground = ImageColor.getrgb(readable(scheme.accent))
    assert picture.getpixel((5, 5)) == ground
    colours = {colour for _number, colour in picture.getcolors(100_000) or ()}
    assert {ground, (255, 255, 255)} <= colours


def test_with_a_logo_the_picture_shows_it_and_has_another_address(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    before = told(client, scheme)["og:image"]
    sent, file = Image.new("RGB", (300, 150), "white"), BytesIO()
    ImageDraw.Draw(sent).rectangle((40, 40, 260, 110), fill="#cc0000")
    sent.save(file, "PNG")
    drawn = logos.draw(file.getvalue())
    staff = make_staff(session, scheme=scheme)
    logos.save(session, scheme, drawn, "A red house", actor=staff, now=now)
    assert told(client, scheme)["og:image"] != before
    assert told(client, scheme)["og:image:alt"] == "A red house"
    picture = card(client, scheme)
    red, green, blue = picture.getpixel((600, 315))  # type: ignore[misc]
    assert (red > 150, green < 80, blue < 80) == (True, True, True)
    assert picture.getpixel((5, 5)) == ImageColor.getrgb(readable(scheme.accent))


@pytest.mark.parametrize("tag", HOUSEHOLD_LANGUAGES)
def test_the_page_tells_its_own_address_without_what_brought_somebody_and_its_language(
    client: Client, scheme: Scheme, tag: str
) -> None:
    properties = told(client, scheme, tag)
    assert properties["og:url"] == f"http://localhost/{scheme.slug}/"
    assert re.fullmatch(rf"{tag}_[A-Z]{{2}}", properties["og:locale"])
    assert properties["twitter:card"] == "summary_large_image"
    assert properties["og:title"] == scheme.name
