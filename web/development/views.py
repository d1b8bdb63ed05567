from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("development", __name__, url_prefix="/dev")
