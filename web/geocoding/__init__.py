"""Where in Belgium an address is: instantly from the embedded gazetteer, or street by street."""

from web.geocoding.gazetteer import (
    BelgianGazetteer,
    postcode_exists,
    postcodes_called,
    postcodes_of,
    suggest,
)
from web.geocoding.installed import street_level
from web.geocoding.locate import GazetteerLocator, Locator, Place, place_of
from web.geocoding.places import Locality, Municipality
from web.geocoding.snapping import CELL_METRES, snap
from web.geocoding.street import StreetLocator

__all__ = [
    "CELL_METRES",
    "BelgianGazetteer",
    "GazetteerLocator",
    "Locality",
    "Locator",
    "Municipality",
    "Place",
    "StreetLocator",
    "place_of",
    "postcode_exists",
    "postcodes_called",
    "postcodes_of",
    "snap",
    "street_level",
    "suggest",
]
