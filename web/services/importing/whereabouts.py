"""Street, postcode and town, in columns of their own or run together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from web.geocoding import BelgianGazetteer, Place, place_of, postcode_exists
from web.services import normalise
from web.services.importing.problems import BadCell, Reason
from web.services.normalise import BadValue, Complaint

MAX_STREET = 200
_MAX_NUMBER = 20
_CODE_AND_TOWN = re.compile(
    r"\s*(?:B(?:E)?\s*-?\s*)?(\d{4})(?:\.0+)?\s*[-,]?\s*(\D*)", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?P<street>.+?)[,;\s]+(?:BE?\s*-\s*)?(?P<code>\d{4})[,\s]+(?P<town>[^\d,;]+)$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a row says of an address, each part possibly empty."""

    street: str
    postcode: str
    locality: str


def split_street(text: str) -> Written:
    """'Rue Haute 1, 1000 Bruxelles' as its parts; a street alone stays one.

    Raises:
        BadValue: longer than any address.
    """
    tidy = " ".join(text.split())
    if len(tidy) > MAX_STREET:
        raise BadValue(Complaint.TOO_LONG)
    found = _WHOLE.match(tidy)
    if found and postcode_exists(found["code"]):
        return Written(found["street"].strip(" ,;"), found["code"], found["town"].strip())
    return Written(tidy, "", "")


def split_postcode(text: str) -> Written:
    """'1000 Bruxelles' as its parts; anything else is left to `place` to complain of."""
    found = _CODE_AND_TOWN.fullmatch(text)
    return Written("", found[1], found[2].strip()) if found else Written("", text, "")


def split_town(text: str) -> Written:
    """'1000 Bruxelles' as its parts, or a town alone."""
    found = _CODE_AND_TOWN.fullmatch(text)
    return Written("", found[1], found[2].strip()) if found else Written("", "", text)


def short(text: str) -> str:
    """A house number or a box. Raises BadValue when it is longer than any."""
    if len(text) > _MAX_NUMBER:
        raise BadValue(Complaint.TOO_LONG)
    return text


def with_number(street: str, number: str, box: str) -> str:
    """A street line as it is written on a letter."""
    parts = [street, number, f"/ {box}" if box else ""]
    return " ".join(filter(None, parts)) if street else ""


def by_postcode(postcode: str, locality: str) -> Place:
    """Raises BadValue when there is no such postcode."""
    found = _place(normalise.postcode(postcode), locality)
    if found is None:
        raise BadValue(Complaint.POSTCODE_UNKNOWN)
    return found


@lru_cache(maxsize=20_000)
def _place(postcode: str, locality: str) -> Place | None:
    # A misspelled town takes a hundred times longer than a known one, and returns in many rows.
    return place_of(postcode, locality or None)


@lru_cache(maxsize=20_000)
def by_locality(locality: str) -> Place:
    """The place of a town without its postcode.

    Raises:
        BadCell: no town, or several, have this name.
    """
    found = BelgianGazetteer().geocode({"city": locality}, exactly_one=False) or []
    towns = found if isinstance(found, list) else [found]
    if not towns:
        raise BadCell(Reason.LOCALITY_UNKNOWN)
    if len({town.raw["municipality"]["nl"] for town in towns}) > 1:
        raise BadCell(Reason.LOCALITY_AMBIGUOUS)
    place = place_of(towns[0].raw["postcode"], towns[0].raw["locality"])
    if place is None:
        raise BadCell(Reason.LOCALITY_UNKNOWN)
    return place
