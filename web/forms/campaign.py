"""What brought a visitor: it stands in the address, so no cookie has to remember it."""

from __future__ import annotations

from flask import request

from web.models.vocabulary import Campaign


def campaign_asked() -> Campaign | None:
    """The word behind `?from=`; anything else is nothing, so that nobody can be marked by it."""
    asked = request.args.get("from")
    return next((word for word in Campaign if word.value == asked), None)
