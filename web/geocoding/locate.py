"""From what people type to the place that matching may know."""

from dataclasses import dataclass
from typing import Protocol

from web.geocoding.gazetteer import latin_digits, locality_in
from web.geocoding.places import Locality, Municipality, load_gazetteer
from web.geocoding.snapping import snap


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody lives, as coarsely as matching needs it.

    Latitude and longitude are degrees (WGS 84) of the centre of a 250 m cell. `precise` is
    True when the cell is that of the street address, False when it is that of the locality.
    """

    postcode: str
    locality: str
    municipality: Municipality
    latitude: float
    longitude: float
    precise: bool = False


class Locator(Protocol):
    """Says where an address is. An unknown postcode has no place."""

    def place_of(
        self, postcode: str, locality: str | None = None, street: str | None = None
    ) -> Place | None: ...


class GazetteerLocator:
    """The instant answer, from the embedded gazetteer: the locality, never the street."""

    def place_of(
        self,
        postcode: str,
        locality: str | None = None,
        street: str | None = None,  # noqa: ARG002  # another locator may know streets
    ) -> Place | None:
        return place_of(postcode, locality)


def place_of(postcode: str, locality: str | None = None) -> Place | None:
    """The place of a postcode and, when it is one of that postcode's, of a locality.

    A locality that the postcode does not have counts for nothing: the main town of the
    postcode stands in for it. None when no such postcode exists.
    """
    gazetteer = load_gazetteer()
    digits = latin_digits(postcode).strip()
    if digits not in gazetteer.by_postcode:
        return None
    found = locality_in(gazetteer, digits, locality) if locality else None
    return _place(found or gazetteer.by_postcode[digits][0])


def _place(locality: Locality) -> Place:
    latitude, longitude = snap(locality.latitude, locality.longitude)
    return Place(locality.postcode, locality.name, locality.municipality, latitude, longitude)
