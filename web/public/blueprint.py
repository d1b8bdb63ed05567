from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("public", "web.public")
