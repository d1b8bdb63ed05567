"""What a row says, in our words, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from web.geocoding import Place
from web.models.vocabulary import AgeBand, Gender, HelpCategory, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerDraft:
    """What only a volunteer's row says.

    Attributes:
        offers: what they would do with a household.
        informed_on: when they read the legal note, on paper.
        trained_on: when they were trained; None where the row only says that they were.
    """

    capacity: int
    informed_on: date | None
    is_trained: bool
    trained_on: date | None
    no_children: bool
    step_free: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdDraft:
    """What only a household's row says; `birth_years` are those of the other members."""

    needs: dict[HelpCategory, int]
    birth_years: tuple[int, ...]
    wanted: int
    alias: str
    interpreter_available: bool
    step_free_only: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One person to be.

    Attributes:
        row: the number that the spreadsheet shows.
        email: normalised; empty when there is none.
        phone: in E.164; empty when there is none.
        contact_language: a BCP 47 tag, or empty when the row does not say.
        slots: 21 bits, day x 3 + part of the day.
        max_distance_m: None when the row does not say.
        since: the day on which they came to the scheme.
    """

    row: int
    first_name: str
    last_name: str
    email: str
    phone: str
    street: str
    place: Place | None
    contact_language: str
    languages: dict[str, Level]
    offers: tuple[HelpCategory, ...]
    slots: int
    max_distance_m: int | None
    gender: Gender | None
    age_band: AgeBand | None
    only_women: bool
    since: date | None
    side: VolunteerDraft | HouseholdDraft
