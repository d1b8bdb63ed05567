"""The development mailbox: all mails and text messages that a real provider would have carried."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, Response, abort, current_app, make_response, render_template, send_file

from config.settings import Settings
from web.access import anyone
from web.delivery import DevelopmentMailbox, Letter

blueprint = Blueprint("development", __name__, url_prefix="/dev")


@blueprint.get("/mailbox")
@anyone
def mailbox() -> str:
    """The newest 200."""
    return render_template("development/mailbox.html", letters=_mailbox().newest(200))


@blueprint.get("/mailbox/<key>")
@anyone
def mail(key: str) -> str:
    return render_template("development/mail.html", letter=_letter(key))


@blueprint.get("/mailbox/<key>/html")
@anyone
def mail_html(key: str) -> Response:
    """The mail as a mail program shows it, walled off: its styles and nothing else."""
    response = make_response(_letter(key).html)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; "
        "sandbox allow-popups allow-popups-to-escape-sandbox "
        "allow-top-navigation-by-user-activation"
    )
    return response


@blueprint.get("/mailbox/<key>/attachments/<int:number>")
@anyone
def attachment(key: str, number: int) -> Response:
    letter = _letter(key)
    if number >= len(letter.attachments):
        abort(404)
    filename, media_type, content = letter.attachments[number]
    return send_file(BytesIO(content), media_type, as_attachment=True, download_name=filename)


def _letter(key: str) -> Letter:
    return _mailbox().open(key) or abort(404)


def _mailbox() -> DevelopmentMailbox:
    settings: Settings = current_app.config["PALIER"]
    return DevelopmentMailbox(settings.mailbox_dir)
