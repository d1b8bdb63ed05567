"""Street-level geocoding by a server that the operator runs or has chosen.

Only a job may call this: it waits for the network, and a lookup tells the server an address.
"""

import hashlib
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from geopy.distance import great_circle
from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim, Pelias, Photon  # noqa: TID251  # the exception
from geopy.location import Location

from web.geocoding.locate import Place, place_of
from web.geocoding.snapping import snap

logger = logging.getLogger(__name__)
# geopy's finer messages hold the URL it asks for, and with it the address.
logging.getLogger("geopy").setLevel(logging.WARNING)

TIMEOUT_SECONDS = 5.0
SECONDS_BETWEEN_REQUESTS = 1.0
"""What the usage policy of public Nominatim servers allows."""
FARTHEST_FROM_LOCALITY_KM = 15.0
"""An answer farther than this from the locality is about another street of that name."""
REMEMBERED_ADDRESSES = 10_000

_BELGIUM = ((49.4, 2.5), (51.6, 6.5))
_USER_AGENT = "palier"

Lookup = Callable[[str, str, str], Location | None]
"""Asks the server for street, postcode, locality."""


class StreetLocator:
    """Finds the street by a geocoder, and falls back to the locality when it cannot.

    Args:
        url: `nominatim+https://host`, `photon+https://host` or `pelias+https://key@host`;
            a path and a port may follow the host.
        seconds_between_requests: how long to wait after one request before the next.
        timeout: seconds after which a request counts as failed.

    Raises:
        ValueError: a URL that names none of these.
    """

    def __init__(
        self,
        url: str,
        *,
        seconds_between_requests: float = SECONDS_BETWEEN_REQUESTS,
        timeout: float = TIMEOUT_SECONDS,
    ) -> None:
        self._lookup: Lookup = RateLimiter(
            lookup_at(url, timeout),
            min_delay_seconds=seconds_between_requests,
            error_wait_seconds=seconds_between_requests,
            max_retries=0,
            swallow_exceptions=False,  # swallowing would log the arguments: the address
        )
        self._known: OrderedDict[bytes, tuple[float, float] | None] = OrderedDict()

    def place_of(
        self, postcode: str, locality: str | None = None, street: str | None = None
    ) -> Place | None:
        """The place of an address: of its street if the server knows it, else its locality's."""
        place = place_of(postcode, locality)
        if place is None or not street or not street.strip():
            return place
        cell = self._cell(place, street.strip())
        if cell is None:
            return place
        return replace(place, latitude=cell[0], longitude=cell[1], precise=True)

    def _cell(self, place: Place, street: str) -> tuple[float, float] | None:
        # Hashed, so that a dump of the memory is no list of addresses.
        text = f"{street.casefold()}\n{place.postcode}\n{place.locality}"
        key = hashlib.sha256(text.encode()).digest()
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        try:
            location = self._lookup(street, place.postcode, place.locality)
        except GeopyError as error:
            logger.warning("street geocoder failed", extra={"error": type(error).__name__})
            return None
        self._known[key] = _cell_near(place, location)
        if len(self._known) > REMEMBERED_ADDRESSES:
            self._known.popitem(last=False)
        return self._known[key]


def _cell_near(place: Place, location: Location | None) -> tuple[float, float] | None:
    if location is None:
        return None
    point = (location.latitude, location.longitude)
    if great_circle(point, (place.latitude, place.longitude)).km > FARTHEST_FROM_LOCALITY_KM:
        return None
    return snap(*point)


def lookup_at(url: str, timeout: float = TIMEOUT_SECONDS) -> Lookup:
    """A function that asks the geocoder of a setting.

    Raises:
        ValueError: the URL names no kind of geocoder that we know, or no host.
    """
    parts = urlsplit(url)
    kind, _, scheme = parts.scheme.partition("+")
    if scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"not a geocoder URL such as nominatim+https://host: {url!r}")
    port = f":{parts.port}" if parts.port else ""
    domain = f"{parts.hostname}{port}{parts.path}".rstrip("/")
    common = {"scheme": scheme, "timeout": timeout, "user_agent": _USER_AGENT}
    if kind == "nominatim":
        return _nominatim(Nominatim(domain=domain, **common))
    if kind == "photon":
        return _photon(Photon(domain=domain, **common))
    if kind == "pelias":
        return _pelias(Pelias(domain, parts.username, **common))
    raise ValueError(f"no such geocoder: {kind!r}; there are nominatim, photon and pelias")


def _nominatim(geocoder: Nominatim) -> Lookup:
    def lookup(street: str, postcode: str, locality: str) -> Location | None:
        query = {"street": street, "city": locality, "postalcode": postcode}
        return geocoder.geocode(query, country_codes="be")

    return lookup


def _photon(geocoder: Photon) -> Lookup:
    def lookup(street: str, postcode: str, locality: str) -> Location | None:
        return geocoder.geocode(f"{street}, {postcode} {locality}", bbox=_BELGIUM)

    return lookup


def _pelias(geocoder: Pelias) -> Lookup:
    def lookup(street: str, postcode: str, locality: str) -> Location | None:
        return geocoder.geocode(f"{street}, {postcode} {locality}", countries=["BE"])

    return lookup
