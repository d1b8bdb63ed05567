"""What the Volunteers Act of 3 July 2005 wants a volunteer to know before the start.

The ceilings of the lump sum for expenses change every year, so they are a dated table: the sums
that the federal social security service publishes, in euro, for most volunteers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# Raised when the words of the note change in substance: everyone is then asked to read it again.
TEXT_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Ceilings:
    """The most that may be paid without proof, in euro."""

    valid_from: date
    per_day: Decimal
    per_year: Decimal


CEILINGS = (
    Ceilings(date(2023, 1, 1), Decimal("40.67"), Decimal("1626.77")),
    Ceilings(date(2024, 1, 1), Decimal("41.48"), Decimal("1659.29")),
    Ceilings(date(2025, 1, 1), Decimal("42.31"), Decimal("1692.51")),
    Ceilings(date(2026, 1, 1), Decimal("44.02"), Decimal("1760.83")),
)


def ceilings_on(day: date) -> Ceilings:
    """The ceilings in force on a day; the oldest or newest known beyond the table."""
    in_force = [ceilings for ceilings in CEILINGS if ceilings.valid_from <= day]
    return in_force[-1] if in_force else CEILINGS[0]


def version_on(day: date) -> str:
    """What is kept with the date of reading: which words, and which year's sums."""
    return f"{TEXT_VERSION}/{ceilings_on(day).valid_from.year}"
