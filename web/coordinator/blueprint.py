"""The coordinators' blueprint; the view modules beside it register on it."""

from flask import Blueprint

blueprint = Blueprint("coordinator", "web.coordinator", url_prefix="/desk")
