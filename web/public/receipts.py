"""For providers: they report here what became of a message, with a secret that we share."""

from __future__ import annotations

import hmac

from flask import abort, current_app, request
from flask.typing import ResponseReturnValue

from config.settings import Settings
from web.access import anyone
from web.delivery import NO_SUCH_NUMBER
from web.extensions import csrf, db
from web.models.vocabulary import Receipt
from web.public.blueprint import blueprint
from web.services import clock, receipts

LONGEST = 300


@blueprint.post("/hooks/receipts")
@csrf.exempt  # no browser comes here; the secret proves who does
@anyone
def receipt() -> ResponseReturnValue:
    """Take `{"key", "event", "code"}`: 204 also for what we do not know, so that nobody repeats it.

    `key` is the idempotency key of a text message or the return address of a mail; `event` is
    delivered, failed or complained; `code` an enhanced status code or 'no such number'.
    """
    settings: Settings = current_app.config["PALIER"]
    if not settings.webhook_secret:
        abort(404)
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.webhook_secret}".encode()):
        abort(401)
    told = request.get_json(silent=True)
    told = told if isinstance(told, dict) else {}
    key, event, code = (told.get(name, "") for name in ("key", "event", "code"))
    what = next((one for one in Receipt if one == event), None)
    if not isinstance(key, str) or not key or len(key) > LONGEST or what is None:
        abort(400)
    session = db.session()
    receipts.take(session, key, what, _known(code), clock.now(session))
    return "", 204


def _known(code: object) -> str:
    """A code, never a sentence: providers repeat numbers and addresses in those."""
    text = code if isinstance(code, str) else ""
    if text == NO_SUCH_NUMBER:
        return text
    return text if len(text) <= len("5.999.999") and text.replace(".", "").isdecimal() else ""
