from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("volunteer", "web.volunteer", url_prefix="/volunteer")
