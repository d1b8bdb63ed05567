"""Forms that anybody may send: a nonce that makes sending twice harmless, and traps for robots."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from itsdangerous import BadSignature, URLSafeTimedSerializer
from wtforms import HiddenField, StringField

from web.forms.reading_on import ReadingOnForm, reads_on
from web.forms.worded import WordedForm
from web.services import persons


class GuardedForm(ReadingOnForm, WordedForm):
    """A public form. What fails here is said in words and nothing typed is lost.

    The nonce is made when the page is opened and kept when it is shown again, so the same form
    sent twice carries the same `origin_key`. It never gets too old.
    """

    form_errors: list[str]

    nonce = HiddenField(default=lambda: new_nonce())  # noqa: PLW0108 - defined below
    # People do not see this field; robots fill in whatever there is.
    website = StringField(_l("Please leave this empty"))

    @property
    def origin_key(self) -> str:
        """Equal for two sendings of one opened page; only for a form that is valid."""
        return persons.origin_key(str(self.nonce.data))

    def validate(self, extra_validators: Any = None) -> bool:
        """As WTForms, and say once more what looks like a robot."""
        good = bool(super().validate(extra_validators=extra_validators))
        if reads_on():
            return False
        opened = _opened_at(self.nonce.data or "")
        if opened is None:
            self.nonce.data = new_nonce()
        elif not self.website.data and _seconds_since(opened) >= _shortest():
            return good
        else:
            self.website.data = ""
        self.form_errors = [*self.form_errors, _("Please look at it and send it once more.")]
        return False


def new_nonce() -> str:
    """A name for one opened form, signed with the time."""
    return str(_serializer().dumps(secrets.token_urlsafe(12)))


def _opened_at(nonce: str) -> datetime | None:
    try:
        _value, opened = _serializer().loads(nonce, return_timestamp=True)
    except BadSignature:
        return None
    return opened if isinstance(opened, datetime) else None


def _seconds_since(opened: datetime) -> float:
    # The signature carries the real time, whatever a demonstration's clock says.
    return (datetime.now(UTC) - opened).total_seconds()


def _shortest() -> float:
    return float(current_app.config.get("FORM_SHORTEST_SECONDS", 2))


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="form nonce")
