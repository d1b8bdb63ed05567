from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reply", __name__, url_prefix="/l")
