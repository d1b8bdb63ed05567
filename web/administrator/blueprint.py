"""The blueprint of the installation's administrator, who sees every scheme and nobody in it."""

from flask import Blueprint

blueprint = Blueprint("administrator", "web.administrator", url_prefix="/operations")
