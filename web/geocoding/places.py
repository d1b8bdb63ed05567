"""The gazetteer in memory: read once, frozen, and filed under every name."""

import csv
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from web.geocoding.names import fold, spellings, unfinished

_KINDS = ("municipality", "former", "part")


@dataclass(frozen=True)
class Municipality:
    """A municipality of today: its official name, and its name in each national language."""

    name: str
    fr: str
    nl: str
    de: str

    @property
    def by_language(self) -> dict[str, str]:
        return {"fr": self.fr, "nl": self.nl, "de": self.de}

    @cached_property
    def keys(self) -> frozenset[str]:
        names = (self.name, self.fr, self.nl, self.de)
        return frozenset(key for name in names for key in spellings(name))


@dataclass(frozen=True, eq=False)
class Locality:
    """A town or village with its own name in a postcode.

    `kind` is 'municipality' for the seat of one, 'former' for the seat of one merged in 2019
    or 2025, else 'part'. Latitude and longitude are degrees (WGS 84) of its centre.
    `population` is 0 where the source does not say.
    """

    postcode: str
    name: str
    municipality: Municipality
    latitude: float
    longitude: float
    kind: str
    population: int
    aliases: tuple[str, ...]

    @cached_property
    def keys(self) -> frozenset[str]:
        """All spellings of its own name."""
        return frozenset(key for name in (self.name, *self.aliases) for key in spellings(name))

    @property
    def standing(self) -> tuple[int, int, str]:
        """Sorts the better-known of several localities first."""
        return (_KINDS.index(self.kind), -self.population, self.postcode)


class Gazetteer:
    """All localities of Belgium. `by_postcode` has the main locality of each postcode first."""

    def __init__(self, localities: tuple[Locality, ...]) -> None:
        self.localities = localities
        grouped: defaultdict[str, list[Locality]] = defaultdict(list)
        for locality in localities:
            grouped[locality.postcode].append(locality)
        self.by_postcode: Mapping[str, tuple[Locality, ...]] = MappingProxyType(
            {postcode: tuple(found) for postcode, found in grouped.items()}
        )
        self._by_key = _file(localities)
        self._sorted_keys = sorted(self._by_key)

    def named(self, name: str) -> list[Locality]:
        """Localities of that name, the one that people most likely mean first.

        The name of a municipality finds its seat and nothing else; other names find every
        locality that bears them, and places that only have it as a by-name come last.
        """
        return list(self._by_key.get(fold(name), ()))

    def suggest(self, prefix: str, limit: int) -> list[Locality]:
        """Localities whose postcode or one of whose names begins with `prefix`, best first."""
        key = fold(prefix)
        if not key or limit <= 0:
            return []
        if key.isdigit():
            found = [place for place in self.localities if place.postcode.startswith(key)]
            return found[:limit]
        exact = self._by_key.get(key, ())
        others = {place for start in unfinished(prefix) for place in self._beginning_with(start)}
        rest = sorted(others, key=lambda place: place.standing)
        return list(dict.fromkeys([*exact, *rest]))[:limit]

    def _beginning_with(self, key: str) -> Iterator[Locality]:
        for position in range(bisect_left(self._sorted_keys, key), len(self._sorted_keys)):
            name = self._sorted_keys[position]
            if not name.startswith(key):
                return
            yield from self._by_key[name]


def _file(localities: tuple[Locality, ...]) -> dict[str, tuple[Locality, ...]]:
    """File localities under their names, by how much right each has to the name."""
    claims: defaultdict[str, dict[Locality, int]] = defaultdict(dict)

    def claim(key: str, locality: Locality, right: int) -> None:
        claims[key].setdefault(locality, right)

    for locality in localities:
        if locality.kind == "municipality":
            for key in spellings(locality.municipality.name):
                claim(key, locality, 0)
            for key in locality.municipality.keys:
                claim(key, locality, 1)
        for key in spellings(locality.name):
            claim(key, locality, 2)
        for key in locality.keys:
            claim(key, locality, 3 if locality.kind == "part" else 2)
    return {
        key: tuple(sorted(found, key=lambda place: (found[place], place.standing)))
        for key, found in claims.items()
    }


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of this release, read from `gazetteer.csv` the first time it is asked for."""
    municipalities: dict[str, Municipality] = {}
    localities = []
    path = Path(__file__).with_name("gazetteer.csv")
    with path.open(encoding="utf-8", newline="") as handle:
        for line in csv.DictReader(handle):
            municipality = municipalities.setdefault(
                line["municipality"],
                Municipality(
                    line["municipality"],
                    line["municipality_fr"],
                    line["municipality_nl"],
                    line["municipality_de"],
                ),
            )
            localities.append(
                Locality(
                    line["postcode"],
                    line["locality"],
                    municipality,
                    float(line["latitude"]),
                    float(line["longitude"]),
                    line["kind"],
                    int(line["population"]),
                    tuple(line["aliases"].split("|")) if line["aliases"] else (),
                )
            )
    return Gazetteer(tuple(localities))
