"""The blueprint of colleagues who are no coordinators: partners, and mediators."""

from flask import Blueprint

blueprint = Blueprint("colleagues", "web.colleagues", url_prefix="/colleagues")
