"""The picture that stands beside a link to a scheme's page where people share it.

It says nothing in letters: the name stands beside it anyway, and no typeface of ours has them all.
"""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from web.models import Scheme
from web.services import logos

SIZE = (1200, 630)
_LOGO, _AROUND = (720, 400), 60
# Our own sign, as `static/icon.svg` draws it on a field of 32.
_STEPS = ((6, 26), (12, 26), (12, 21), (18, 21), (18, 16), (24, 16), (24, 11), (27, 11))
_SUN, _FIELD, _SCALE = (11, 10, 3), 32, 14
# Drawn larger and made smaller, so that edges are smooth.
_FINER = 2


def draw(session: Session, scheme: Scheme, ground: str) -> bytes:
    """A PNG of the scheme's colour with its logo, or with our sign.

    Args:
        ground: its colour as #rrggbb, dark enough for white.
    """
    name = scheme.logo_name
    return _drawn(ground, logos.picture(session, scheme, name, "large") if name else None)


@lru_cache(maxsize=32)
def _drawn(ground: str, logo: bytes | None) -> bytes:
    card, file = Image.new("RGB", SIZE, ground), BytesIO()
    if logo is None:
        _paste(card, _sign(ground))
    else:
        _paste(card, _on_a_white_field(logo))
    card.save(file, "PNG", optimize=True)
    return file.getvalue()


def _paste(card: Image.Image, drawn: Image.Image) -> None:
    middle = tuple((whole - part) // 2 for whole, part in zip(card.size, drawn.size, strict=True))
    card.paste(drawn, (middle[0], middle[1]))


def _sign(ground: str) -> Image.Image:
    scale = _SCALE * _FINER
    sign = Image.new("RGB", (_FIELD * scale, _FIELD * scale), ground)
    pen = ImageDraw.Draw(sign)
    steps = [(x * scale, y * scale) for x, y in _STEPS]
    pen.line(steps, fill="white", width=3 * scale, joint="curve")
    for x, y, radius in (*((x, y, 1.5) for x, y in _STEPS), _SUN):
        pen.circle((x * scale, y * scale), radius * scale, fill="white")
    return sign.resize((_FIELD * _SCALE, _FIELD * _SCALE), Image.Resampling.LANCZOS)


def _on_a_white_field(logo: bytes) -> Image.Image:
    with Image.open(BytesIO(logo)) as opened:
        larger = min(most / part for most, part in zip(_LOGO, opened.size, strict=True))
        width, height = (round(part * larger) for part in opened.size)
        shown = opened.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    field = Image.new("RGB", (width + 2 * _AROUND, height + 2 * _AROUND), "white")
    _paste(field, shown)
    return field
