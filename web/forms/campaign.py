"""What brought a visitor: it stands in the address, so no cookie has to remember it."""

from __future__ import annotations

from flask import request


def came_by() -> str:
    """The word behind `?from=`, as it was given; `services/campaigns.py` knows which count."""
    return request.args.get("from", "")
