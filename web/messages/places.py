"""Towns by the name that the reader's language gives them: Schaerbeek is Schaarbeek in Dutch."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask_babel import get_locale

from web.geocoding.names import fold
from web.geocoding.places import Locality, load_gazetteer


def town(home: Any) -> str:  # noqa: ANN401 - a person, or a row with a postcode and a locality
    """Where somebody lives, or the postcode alone; an unknown town stays as it was typed."""
    return town_called(home.locality or "", home.postcode or "") or home.postcode or ""


def place(home: Any) -> str:  # noqa: ANN401 - as above
    """Postcode and town."""
    return f"{home.postcode or ''} {town_called(home.locality or '', home.postcode or '')}".strip()


def town_called(name: str, postcode: str = "") -> str:
    """A town in the reader's language, of this postcode where one is given."""
    return _called(name, postcode, str(get_locale() or "en"))


@lru_cache(maxsize=5_000)
def _called(name: str, postcode: str, language: str) -> str:
    gazetteer = load_gazetteer()
    towns = gazetteer.by_postcode.get(postcode, ()) if postcode else gazetteer.named(name)
    # The gazetteer has the names of municipalities only, not those of their parts.
    seat = next((one for one in towns if _is_seat(one) and fold(name) in one.keys), None)
    return seat.municipality.by_language.get(language, name) if seat else name


def _is_seat(town: Locality) -> bool:
    return town.kind == "municipality" and fold(town.name) in town.municipality.keys
