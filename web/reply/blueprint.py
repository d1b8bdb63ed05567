from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reply", "web.reply", url_prefix="/l")
