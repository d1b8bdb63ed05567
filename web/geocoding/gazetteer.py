"""The embedded gazetteer of Belgium and a geopy geocoder over it. Nothing leaves the machine."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches
from typing import ClassVar

from geopy.geocoders.base import Geocoder  # noqa: TID251  # this package is the exception
from geopy.location import Location

from web.geocoding.names import alternatives, fold, tokens
from web.geocoding.places import Gazetteer, Locality, load_gazetteer

_POSTCODE = re.compile(r"(?<!\d)([1-9]\d{3})(?!\d)")
_COUNTRY_PREFIX = re.compile(r"\bBE?\s*-\s*(?=\d{4}\b)", re.IGNORECASE)
_COUNTRIES = {"be", "belgie", "belgien", "belgique", "belgium"}
_LONGEST_NAME = 7
"""Words in the longest name that people write: Malèves-Sainte-Marie-Wastines and the like."""


def suggest(prefix: str, limit: int = 8) -> list[Locality]:
    """Localities whose postcode or name, in any language, begins with what was typed."""
    return load_gazetteer().suggest(latin_digits(prefix), limit)


def postcode_exists(postcode: str) -> bool:
    return latin_digits(postcode).strip() in load_gazetteer().by_postcode


def postcodes_of(text: str) -> list[str]:
    """The postcode that a text names, or all those of the commune or village that it names."""
    gazetteer = load_gazetteer()
    found, _ = _find(text, gazetteer)
    if not found or _parts(text, gazetteer)[0] is not None:
        return [place.postcode for place in found]
    if found[0].kind == "municipality":
        commune = found[0].municipality
        found = [place for place in gazetteer.localities if place.municipality is commune]
    return sorted({place.postcode for place in found})


def postcodes_called(text: str) -> list[str]:
    """The postcodes of a place, where the text is its name or postcode and nothing besides."""
    is_place = postcode_exists(text) or bool(load_gazetteer().named(text))
    return postcodes_of(text) if is_place else []


def latin_digits(text: str) -> str:
    """Digits of any script as 0-9: phones write the numbers of their own language."""
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in text)


class BelgianGazetteer(Geocoder):
    """Geocodes postcodes, localities and whole addresses to the locality they lie in.

    Offline: `timeout`, `proxies` and the like of other geocoders mean nothing here.
    """

    country: ClassVar[str] = "BE"

    def __init__(self) -> None:
        super().__init__(scheme="https", user_agent="palier")

    def geocode(
        self, query: str | Mapping[str, str], *, exactly_one: bool = True
    ) -> Location | list[Location] | None:
        """Find the place that `query` speaks of.

        Args:
            query: free text ('Grote Markt 1, 8500 Kortrijk', 'Courtrai', 'B-8500'), or a
                mapping with any of `postalcode`, `city` and `street`, as geopy has them.
            exactly_one: the best answer, or all that fit equally well by name.

        Returns:
            A location whose `raw` has `postcode`, `locality`, `municipality` (by language)
            and `matched`: 'locality' when the name was recognised, 'postcode' when the main
            town of the postcode stands in for a name that was not. None when neither is
            known. With `exactly_one=False` a list, or None.
        """
        found, matched = _find(query, load_gazetteer())
        if not found:
            return None
        locations = [_location(locality, matched) for locality in found]
        return locations[0] if exactly_one else locations


def locality_in(gazetteer: Gazetteer, postcode: str, name: str) -> Locality | None:
    """The locality `name` of a postcode, however it is spelled; None when it has none such.

    Raises:
        KeyError: no such postcode.
    """
    candidates = gazetteer.by_postcode[postcode]
    found = [
        locality
        for key in map(fold, _readings(name))
        for locality in candidates
        if key in locality.keys
    ]
    if found:
        # 'Hensies (Thulin)' names the municipality, then says where in it.
        return next((locality for locality in found if locality.kind == "part"), found[0])
    if any(fold(reading) in candidates[0].municipality.keys for reading in _readings(name)):
        return candidates[0]
    by_key = {key: locality for locality in reversed(candidates) for key in locality.keys}
    close = get_close_matches(fold(name), by_key, n=1, cutoff=0.8)
    return by_key[close[0]] if close else None


def _find(query: str | Mapping[str, str], gazetteer: Gazetteer) -> tuple[list[Locality], str]:
    postcode, names = _parts(query, gazetteer)
    if postcode is not None:
        for name in names:
            if locality := locality_in(gazetteer, postcode, name):
                return [locality], "locality"
        return [gazetteer.by_postcode[postcode][0]], "postcode"
    for name in names:
        for reading in _readings(name):
            if found := gazetteer.named(reading):
                return found, "locality"
    for name in names:
        if found := _at_the_end(name, gazetteer):
            return found, "locality"
    return [], ""


def _parts(query: str | Mapping[str, str], gazetteer: Gazetteer) -> tuple[str | None, list[str]]:
    """The postcode that a query names, if it exists, and the texts that may hold the name.

    The last postcode counts: a house number of four digits comes before it.
    """
    if isinstance(query, Mapping):
        text = f"{query.get('postalcode', '')} {query.get('city', '')}"
    else:
        text = query
    text = _COUNTRY_PREFIX.sub("", latin_digits(unicodedata.normalize("NFKC", text)))
    matches = [match for match in _POSTCODE.finditer(text) if match[1] in gazetteer.by_postcode]
    if not matches:
        return None, _segments(_POSTCODE.sub(" ", text))
    last = matches[-1]
    after, before = _segments(text[last.end() :]), _segments(text[: last.start()])
    return last[1], after + before


def _segments(text: str) -> list[str]:
    """The comma-separated parts of an address, the likeliest to name the town first."""
    parts = [part.strip() for part in re.split(r"[,;\n]", text)]
    return [part for part in reversed(parts) if part and fold(part) not in _COUNTRIES]


def _readings(name: str) -> list[str]:
    """A name as a whole, then each of the names that it gives in turn."""
    return [name, *alternatives(name)] if name else []


def _at_the_end(text: str, gazetteer: Gazetteer) -> list[Locality]:
    """The town that closes an address without commas: 'Rue de la Loi 16 Bruxelles'."""
    words = [word for word in tokens(text) if word not in _COUNTRIES]
    for length in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        if found := gazetteer.named(" ".join(words[-length:])):
            return found
    return []


def _location(locality: Locality, matched: str) -> Location:
    address = f"{locality.postcode} {locality.name}"
    if locality.name != locality.municipality.name:
        address += f", {locality.municipality.name}"
    return Location(
        address,
        (locality.latitude, locality.longitude),
        {
            "postcode": locality.postcode,
            "locality": locality.name,
            "municipality": locality.municipality.by_language,
            "matched": matched,
        },
    )
