"""A scheme's own colour and logo: what cannot be read or seen is said at the field."""

from __future__ import annotations

import re
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import Client, forms
from tests.factories import make_household, make_scheme, make_staff
from web.messages.colours import contrast
from web.models import Scheme, SchemeLogo, Staff
from web.services import logos

SECRET = b"50.8466 N, 4.3528 E"


def _file(size: tuple[int, int] = (600, 300), kind: str = "PNG", colour: str = "navy") -> bytes:
    drawn, file = Image.new("RGB", size, "white"), BytesIO()
    drawn.paste(colour, (10, 10, size[0] // 2, size[1] - 10))
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    drawn.save(file, kind, exif=exif)
    return file.getvalue()


def _bomb() -> bytes:
    """A few kilobytes that say that they are a picture of 8,000 by 8,000."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 8_000, 8_000, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9999)))


def _send(client: Client, file: bytes, alt: str = "Two hands", name: str = "logo.png") -> object:
    data = {"csrf_token": client.csrf_token(), "alt": alt, "logo": (BytesIO(file), name)}
    return client.post("/desk/look/logo", data=data, content_type="multipart/form-data")


def _address(page: str) -> str:
    found = re.search(r'src="(/[^"]+/logo/[^"]+)"', page)
    assert found
    return found[1]


def test_a_colour_is_kept_as_it_is_written_in_any_of_its_spellings(
    client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    for typed in ("#7A1F5C", "7a1f5c", " #7a1f5c "):
        scheme.accent = "#000000"
        assert client.press("/desk/look/colour", accent=typed).status_code == 303
        assert scheme.accent == "#7a1f5c"
    client.press("/desk/look/colour", accent="#159")
    assert scheme.accent == "#115599"


def test_a_faint_colour_is_refused_with_its_ratio_and_the_nearest_shade_can_be_taken(
    client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    before = scheme.accent
    answer = client.press("/desk/look/colour", accent="#ffcc00")
    assert answer.status_code == 422
    assert scheme.accent == before
    said = re.search(r"by ([\d.]+) to 1.*is (#\w{6})", answer.text)
    assert said
    # Never told as more than it is.
    assert 0 <= contrast("#ffcc00", "#f2ede4") - float(said[1]) < 0.1
    assert contrast(said[2], "#f2ede4") >= 4.5
    assert 'value="#ffcc00"' in answer.text
    (offered,) = [form for form in forms(answer.text) if form.values.get("accent") == said[2]]
    client.post(offered.action, data=offered.values)
    assert scheme.accent == said[2]


@pytest.mark.parametrize("typed", ["", "red", "#12345", "url(evil)", "#ggg"])
def test_what_is_no_colour_is_said_at_the_field(
    client: Client, scheme: Scheme, coordinator: Staff, typed: str
) -> None:
    before = scheme.accent
    answer = client.press("/desk/look/colour", accent=typed)
    assert answer.status_code == 422
    assert 'id="accent-error"' in answer.text
    assert scheme.accent == before


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_shown_to_everybody_from_our_own_address(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff, kind: str
) -> None:
    sent = _file(kind=kind)
    assert SECRET in sent
    _send(client, sent)
    kept = session.scalars(select(SchemeLogo)).one()
    assert SECRET not in kept.large + kept.small
    visitor = client.another()
    for page, size, most in (
        (f"/{scheme.slug}/", "large", (480, 160)),
        (f"/{scheme.slug}/refer", "small", (240, 64)),
    ):
        shown = visitor.get(page).text
        assert 'alt="Two hands"' in shown
        answer = visitor.get(_address(shown))
        assert f"/{size}.webp" in _address(shown)
        assert answer.mimetype == "image/webp"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        with Image.open(BytesIO(answer.data)) as drawn:
            assert drawn.width <= most[0]
            assert drawn.height <= most[1]
            # As broad as high as what was sent, and dark where that was.
            assert abs(drawn.width / drawn.height - 2) < 0.05
            darkest, lightest = drawn.convert("L").getextrema()
            assert (darkest < 60, lightest > 240) == (True, True)  # type: ignore[operator]


def test_on_a_letter_stands_the_logo(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    _send(client, _file())
    household = make_household(session, scheme=scheme)
    page = client.press(f"/desk/households/{household.public_id}/letter").text
    assert client.get(_address(page)).status_code == 200


def test_a_noisy_logo_stays_light_on_a_familys_page() -> None:
    noise = Image.effect_noise((900, 240), 200).convert("RGB")
    file = BytesIO()
    noise.save(file, "JPEG", quality=90)
    assert len(logos.draw(file.getvalue()).small) <= 6_000


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "This"),
        (b"MZ not a picture", "no picture that we can read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture that we can read"),
        (_file()[:400], "no picture that we can read"),
        (_bomb(), "too many points"),
        (_file() + bytes(40_000), "larger than 1 MB"),
        (_file(colour="#fdfdfd"), "nearly white"),
    ],
    ids=["empty", "program", "svg", "cut off", "bomb", "large", "white"],
)
def test_what_cannot_be_a_logo_is_said_at_the_field_and_the_one_before_stays(
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    monkeypatch: pytest.MonkeyPatch,
    file: bytes,
    said: str,
) -> None:
    monkeypatch.setattr(logos, "MOST_BYTES", 40_000)
    _send(client, _file())
    before = scheme.logo_name
    answer = _send(client, file, alt="Words that I typed")
    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert said in answer.text  # type: ignore[attr-defined]
    assert "Words that I typed" in answer.text  # type: ignore[attr-defined]
    assert scheme.logo_name == before


def test_another_logo_has_another_address_and_a_removed_one_is_gone(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    _send(client, _file())
    first = _address(client.get("/desk/look").text)
    _send(client, _file(colour="darkred"))
    second = _address(client.get("/desk/look").text)
    assert first != second
    assert client.get(first).status_code == 404
    client.press("/desk/look/logo/remove")
    assert client.get(second).status_code == 404
    assert session.scalars(select(SchemeLogo)).all() == []
    assert "/logo/" not in client.get(f"/{scheme.slug}/").text


def test_who_is_signed_in_elsewhere_sees_the_logo_of_the_page_they_look_at(
    client: Client, session: Session, scheme: Scheme, coordinator: Staff
) -> None:
    _send(client, _file())
    address = _address(client.get("/desk/look").text)
    stranger = client.another()
    stranger.sign_in(make_staff(session, scheme=make_scheme(session)))
    assert stranger.get(address).status_code == 200
