from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("household", __name__)
