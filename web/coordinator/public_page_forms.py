"""What a coordinator writes on the scheme's public page."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.validators import ValidationError

from web.coordinator.forms import VersionForm
from web.forms import NoteField
from web.messages import markdown
from web.models import SchemeText


class Readable:
    """Says which piece of a text would not come out as it was meant."""

    def __call__(self, form: object, field: Field) -> None:  # noqa: ARG002 - WTForms' signature
        fault = markdown.fault_in(field.data)
        if fault is None:
            return
        if fault.kind == "html":
            raise ValidationError(
                _(
                    "'%(piece)s' is code of a web page, and would be shown as it stands. Write it"
                    " in plain words, **bold** or as a list.",
                    piece=_shortened(fault.piece),
                )
            )
        raise ValidationError(
            _(
                "A link must begin with https://, http:// or mailto:, and '%(address)s' does not.",
                address=_shortened(fault.piece),
            )
        )


class PublicTextForm(VersionForm):
    about = NoteField(_l("What you are"), [Readable()])
    contact = NoteField(_l("How to reach you"), [Readable()])

    @classmethod
    def of(cls, present: SchemeText | None) -> PublicTextForm:
        """The form with what the page says now."""
        return cls(
            data={
                "version": present.version if present else 0,
                "about": present.about if present else "",
                "contact": present.contact if present else "",
            }
        )


def _shortened(piece: str) -> str:
    return piece if len(piece) <= 40 else piece[:39] + "…"  # noqa: PLR2004 - what fits beside a field
