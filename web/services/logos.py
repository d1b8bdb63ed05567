"""A scheme's logo: what somebody sends is looked at, drawn anew, and only that is kept.

Drawing anew leaves behind whatever else a file may carry: where a photograph was taken, a second
picture, a program. It is laid on white, so that it is seen on dark screens too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Party, Scheme, SchemeLogo
from web.services import schemes
from web.services.errors import LogoRefused, NotFound

MOST_BYTES = 1_000_000
# A small file may unfold into a picture that fills the memory: looked at before it is unfolded.
MOST_PIXELS = 16_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")
_LARGE, _SMALL = (480, 160), (240, 64)
# A family's page may weigh 60 kB in all.
_SMALL_BYTES = 6_000
_QUALITIES = (85, 70, 50, 30)
# The darkest spot of a logo for dark grounds is lighter than this, of 255.
_TOO_LIGHT = 200


class Fault(StrEnum):
    """Why a file cannot be a logo."""

    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_LIGHT = "too_light"


@dataclass(frozen=True, slots=True)
class Renditions:
    """The same logo for our pages and paper, and for the light pages of families (WebP)."""

    large: bytes
    small: bytes

    @property
    def name(self) -> str:
        return hashlib.sha256(self.large + self.small).hexdigest()[:16]


def draw(file: bytes) -> Renditions:
    """Look at a PNG, JPEG or WebP file and draw it anew.

    Raises:
        LogoRefused: it is none of these, too large, or too light to be seen.
    """
    if len(file) > MOST_BYTES:
        raise LogoRefused(Fault.TOO_LARGE)
    flat = _on_white(_opened(file))
    darkest, _lightest = flat.convert("L").getextrema()
    if int(darkest) > _TOO_LIGHT:  # type: ignore[arg-type]  # of one band it is a number
        raise LogoRefused(Fault.TOO_LIGHT)
    small = next(
        (
            drawn
            for quality in _QUALITIES
            if len(drawn := _drawn(flat, _SMALL, quality)) < _SMALL_BYTES
        ),
        _drawn(flat, (120, 32), _QUALITIES[-1]),
    )
    return Renditions(_drawn(flat, _LARGE, _QUALITIES[0]), small)


def save(
    session: Session,
    scheme: Scheme,
    drawn: Renditions,
    alt: str,
    *,
    actor: Party,
    now: datetime,
) -> None:
    """Show this logo from now on.

    Args:
        alt: what it shows, for who does not see it.
    """
    schemes.hold(session, scheme.id)
    logo = _of(session, scheme) or SchemeLogo(scheme_id=scheme.id)
    logo.name, logo.large, logo.small = drawn.name, drawn.large, drawn.small
    logo.saved_by_id, logo.saved_at = actor.id, now
    session.add(logo)
    scheme.logo_name, scheme.logo_alt = drawn.name, alt
    session.flush()


def remove(session: Session, scheme: Scheme) -> None:
    """Without a logo our own sign stands there."""
    schemes.hold(session, scheme.id)
    logo = _of(session, scheme)
    if logo is not None:
        session.delete(logo)
    scheme.logo_name, scheme.logo_alt = None, ""
    session.flush()


def picture(session: Session, scheme: Scheme, name: str, size: str) -> bytes:
    """The file of the logo of this name; raises NotFound where it is another one by now."""
    logo = _of(session, scheme) if name == scheme.logo_name else None
    if logo is None or size not in {"large", "small"}:
        raise NotFound
    return logo.small if size == "small" else logo.large


def _of(session: Session, scheme: Scheme) -> SchemeLogo | None:
    return session.scalar(select(SchemeLogo).where(SchemeLogo.scheme_id == scheme.id))


def _opened(file: bytes) -> Image.Image:
    try:
        opened = Image.open(BytesIO(file), formats=_FORMATS)
        if opened.width * opened.height > MOST_PIXELS:
            raise LogoRefused(Fault.TOO_MANY_PIXELS)
        # The way up in which a camera held it, before what says so is left behind.
        return ImageOps.exif_transpose(opened).convert("RGBA")
    except Image.DecompressionBombError as bomb:
        raise LogoRefused(Fault.TOO_MANY_PIXELS) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as problem:
        raise LogoRefused(Fault.UNREADABLE) from problem


def _on_white(drawn: Image.Image) -> Image.Image:
    white = Image.new("RGBA", drawn.size, "white")
    return Image.alpha_composite(white, drawn).convert("RGB")


def _drawn(flat: Image.Image, within: tuple[int, int], quality: int) -> bytes:
    smaller, file = flat.copy(), BytesIO()
    smaller.thumbnail(within, Image.Resampling.LANCZOS)
    smaller.save(file, "WEBP", quality=quality, method=6)
    return file.getvalue()
