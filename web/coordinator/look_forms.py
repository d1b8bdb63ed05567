"""What a coordinator chooses of how the scheme looks: its colour and its logo."""

from __future__ import annotations

import re

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, StringField
from wtforms.validators import ValidationError

from web.forms import NameField, Needed, WordedForm
from web.messages import colours
from web.services import logos
from web.services.errors import LogoRefused
from web.services.logos import Fault, Renditions

# WCAG 2.2 AA asks it of text.
_NEEDED = 4.5
_SHORT = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class ColourForm(WordedForm):
    accent = StringField(_l("Colour"), [Needed()])

    @property
    def colour(self) -> str:
        """What was typed as #rrggbb; empty where it is no colour."""
        typed = _SHORT.fullmatch((self.accent.data or "").strip())
        if typed is None:
            return ""
        code = typed[1].lower()
        return "#" + (code if len(code) == 6 else "".join(2 * one for one in code))  # noqa: PLR2004

    @property
    def nearest(self) -> str:
        """The shade that is offered instead, where the colour cannot be read; else empty."""
        is_faint = self.colour and colours.contrast_on_pages(self.colour) < _NEEDED
        return colours.readable(self.colour) if is_faint else ""

    def validate_accent(self, field: Field) -> None:  # noqa: ARG002 - WTForms' signature
        if not self.colour:
            raise ValidationError(_("Write a colour as # and six signs, such as #0b665c."))
        if self.nearest:
            ratio = colours.contrast_on_pages(self.colour)
            raise ValidationError(
                _(
                    "This colour stands out from our pages by %(ratio)s to 1, and text needs"
                    " %(needed)s to 1. The nearest shade that can be read is %(shade)s.",
                    ratio=format_decimal(int(ratio * 10) / 10),
                    needed=format_decimal(_NEEDED),
                    shade=self.nearest,
                )
            )


class LogoForm(WordedForm):
    logo = FileField(_l("Logo"), [Needed()])
    alt = NameField(_l("What it shows, in words"), [Needed()])
    drawn: Renditions

    def validate_logo(self, field: FileField) -> None:
        """Draw it anew, which only a picture can be."""
        try:
            self.drawn = logos.draw(field.data.read(logos.MOST_BYTES + 1))
        except LogoRefused as refusal:
            raise ValidationError(_fault(Fault(refusal.fault))) from refusal


def _fault(fault: Fault) -> str:
    return {
        Fault.TOO_LARGE: _("This file is larger than 1 MB. Please take a smaller one."),
        Fault.UNREADABLE: _("This is no picture that we can read: take a PNG, JPEG or WebP file."),
        Fault.TOO_MANY_PIXELS: _("This picture has too many points. 1000 by 400 are enough."),
        Fault.TOO_LIGHT: _(
            "This logo is nearly white and would not be seen. Take the one for white paper."
        ),
    }[fault]
