"""Invented volunteers and households, drawn in one go and written in blocks."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from web.models import keyring
from web.models.vocabulary import (
    AgeBand,
    Channel,
    Gender,
    HelpCategory,
    HouseholdState,
    Level,
    Role,
    Source,
    VolunteerState,
)
from web.services.demo.names import name_of
from web.services.demo.places import Places

# What newcomers in Belgian schemes speak at home, in percent.
HOME_LANGUAGES = {
    "ar": 24, "uk": 12, "ti": 10, "fa": 9, "ps": 9, "tr": 8, "so": 7, "es": 6, "fr": 5, "en": 4,
    "ru": 4, "pt": 2,
}  # fmt: skip
# Language spoken beside the home language by some: (language, share).
SECOND_LANGUAGES = {"uk": ("ru", 0.8), "ti": ("ar", 0.4), "ps": ("fa", 0.5), "so": ("ar", 0.3)}
HERITAGE = ("ar", "tr", "es", "fa", "ru", "pt", "so")
CATEGORIES = tuple(HelpCategory)
CONVERSATION = HelpCategory.CONVERSATION
NEED_WEIGHTS = np.array([22, 12, 14, 6, 12, 6, 5, 7, 4, 8, 6, 6], dtype=float)
OFFER_WEIGHTS = np.array([20, 10, 10, 7, 14, 10, 7, 7, 4, 6, 3, 7], dtype=float)
HISTORY = timedelta(days=548)
SCREENED = 0.75
NEWCOMERS = 0.07  # who came in the last two weeks and is still on the way in


@dataclass(frozen=True, slots=True)
class Row:
    """One invented person: the party's columns, the side's own, and what hangs on them."""

    party: dict[str, Any]
    side: dict[str, Any]
    languages: dict[str, Level]
    offers: tuple[HelpCategory, ...]
    needs: tuple[tuple[HelpCategory, int], ...] = ()
    birth_years: tuple[int, ...] = ()
    screened_on: date | None = None


class Inventor:
    """Draws people for one scheme; equal seeds draw equal people."""

    def __init__(self, scheme_id: int, now: datetime, seed: int) -> None:
        self.scheme_id = scheme_id
        self.now = now
        self.random = np.random.default_rng(seed)

    def volunteers(self, count: int) -> Iterator[Row]:
        places = Places(count, self.random)
        for index in range(count):
            yield self._volunteer(index, places)

    def households(self, count: int) -> Iterator[Row]:
        places = Places(count, self.random)
        tags = list(HOME_LANGUAGES)
        shares = np.array(list(HOME_LANGUAGES.values()), dtype=float)
        picks = self.random.choice(len(tags), size=count, p=shares / shares.sum())
        for index in range(count):
            yield self._household(index, places, tags[picks[index]])

    def _volunteer(self, index: int, places: Places) -> Row:
        dutch = self._chance(0.85 if places.in_kortrijk(index) else 0.2)
        home = "nl" if dutch else "fr"
        heritage = self._chance(0.22)
        name_tag = str(self.random.choice(HERITAGE)) if heritage else home
        languages = {home: Level.NATIVE, "en": self._level(2, 3)}
        languages.setdefault("fr" if dutch else "nl", self._level(1, 3))
        if heritage:
            languages[name_tag] = self._level(3, 4)
        joined = self._moment(0.05, 1.0)
        state = self._volunteer_state(joined)
        party = self._party(
            Role.VOLUNTEER, f"v{index}", name_tag, index, places, language=home, joined=joined
        )
        party["max_distance_m"] = int(self.random.choice([2000, 3000, 3000, 5000, 5000, 10000]))
        party["only_women"] = party["gender"] is Gender.WOMAN and self._chance(0.08)
        side = {
            "state": state,
            "capacity": int(self.random.choice([1, 1, 1, 1, 2, 2, 3])),
            "no_children": self._chance(0.06),
            "step_free": self._chance(0.5),
            "wants": [HelpCategory.MEAL.value] if self._chance(0.5) else [],
            "child_birth_years": self._children() if self._chance(0.35) else [],
            **_milestones(joined, state),
        }
        screened = state is VolunteerState.READY and self._chance(SCREENED)
        return Row(
            party,
            side,
            languages,
            self._categories(OFFER_WEIGHTS, 3, 6),
            screened_on=(joined + timedelta(days=16)).date() if screened else None,
        )

    def _household(self, index: int, places: Places, home: str) -> Row:
        languages = {home: Level.NATIVE}
        other, share = SECOND_LANGUAGES.get(home, ("", 0.0))
        if self._chance(share):
            languages[other] = self._level(2, 3)
        if self._chance(0.45):
            languages.setdefault("en", self._level(1, 3))
        local = "nl" if places.in_kortrijk(index) else "fr"
        if self._chance(0.75):
            languages.setdefault(local, self._level(1, 2))
        joined = self._moment(0.02, 1.0)
        state = self._household_state(joined)
        language = home if home in HOME_LANGUAGES else "en"
        party = self._party(
            Role.HOUSEHOLD,
            f"h{index}",
            "fr-newcomer" if home == "fr" else home,
            index,
            places,
            language=language,
            joined=joined,
        )
        party["max_distance_m"] = int(self.random.choice([2000, 3000, 5000, 5000]))
        party["only_women"] = party["gender"] is Gender.WOMAN and self._chance(0.12)
        ready = joined + timedelta(days=int(self.random.integers(5, 30)))
        side = {
            "state": state,
            "source": Source.PARTNER if self._chance(0.6) else Source.SELF,
            "alias": "",
            "wanted": 1,
            "step_free_only": self._chance(0.05),
            "interpreter_available": self._chance(0.35),
            "note": "",
            "intake_at": joined + timedelta(days=3)
            if state is not HouseholdState.REFERRED
            else None,
            "ready_at": min(ready, self.now) if state is HouseholdState.READY else None,
        }
        # Nobody practises the language they speak at home.
        wishes = NEED_WEIGHTS * np.array(
            [c is not CONVERSATION or home != local for c in CATEGORIES]
        )
        needs = tuple(zip(self._categories(wishes, 2, 4), (1, 2, 2, 3), strict=False))
        offers = (HelpCategory.MEAL,) if self._chance(0.4) else ()
        return Row(party, side, languages, offers, needs, self._birth_years())

    def _party(  # the columns that both sides share
        self,
        role: Role,
        key: str,
        name_tag: str,
        index: int,
        places: Places,
        *,
        language: str,
        joined: datetime,
    ) -> dict[str, Any]:
        is_woman = self._chance(0.62 if role is Role.VOLUNTEER else 0.5)
        first_name, last_name = name_of(name_tag, self.random, woman=is_woman)
        by_mail = role is Role.VOLUNTEER or self._chance(0.4)
        email = f"{key}.{self.scheme_id}@example.org" if by_mail else None
        # Numbers that fit the Belgian pattern; demonstrations never leave the mailbox.
        phone = None if by_mail else f"+32470{index % 1_000_000:06d}"
        latitude, longitude = places.point(index)
        return {
            "scheme_id": self.scheme_id,
            "public_id": urlsafe_b64encode(self.random.bytes(16)).rstrip(b"=").decode(),
            "kind": role.value,
            "first_name": first_name,
            "last_name": last_name,
            "email": email,
            "email_key": keyring.keyed_hash(email) if email else None,
            "phone": phone,
            "phone_key": keyring.keyed_hash(phone) if phone else None,
            "language": language,
            "channel": Channel.EMAIL if by_mail else Channel.SMS,
            "gender": Gender.WOMAN if is_woman else Gender.MAN,
            "age_band": list(AgeBand)[int(self.random.choice(5, p=[0.15, 0.35, 0.25, 0.17, 0.08]))],
            "postcode": places.postcode[index],
            "locality": places.locality(index),
            "latitude": latitude,
            "longitude": longitude,
            "slots": self._slots(),
            "origin_key": f"demo:{key}",
            "created_at": joined,
        }

    def _slots(self) -> int:
        """Some evenings, some weekends, now and then a weekday."""
        week = np.tile(np.array([0.18, 0.28, 0.42]), 7)
        week[15:] = 0.5
        mask = self.random.random(21) < week
        if not mask.any():
            mask[16] = True  # Saturday afternoon
        return int(sum(1 << bit for bit in np.flatnonzero(mask)))

    def _categories(
        self, weights: np.ndarray[Any, Any], fewest: int, most: int
    ) -> tuple[HelpCategory, ...]:
        count = int(self.random.integers(fewest, most + 1))
        picks = self.random.choice(
            len(CATEGORIES), size=count, replace=False, p=weights / weights.sum()
        )
        return tuple(CATEGORIES[pick] for pick in picks)

    def _birth_years(self) -> tuple[int, ...]:
        years = self._children()
        if self._chance(0.5):
            years.append(self.now.year - int(self.random.integers(22, 55)))
        return tuple(years)

    def _children(self) -> list[int]:
        count = int(self.random.choice(5, p=[0.4, 0.2, 0.2, 0.13, 0.07]))
        return [self.now.year - int(age) for age in self.random.integers(0, 18, count)]

    def _volunteer_state(self, joined: datetime) -> VolunteerState:
        if self.now - joined < timedelta(days=25):
            recent = [VolunteerState.SIGNED_UP, VolunteerState.CONFIRMED, VolunteerState.INFORMED]
            return recent[int(self.random.integers(0, 3))]
        draw = self.random.random()
        if draw < 0.86:
            return VolunteerState.READY
        return VolunteerState.PAUSED if draw < 0.94 else VolunteerState.TRAINED

    def _household_state(self, joined: datetime) -> HouseholdState:
        if self.now - joined < timedelta(days=14):
            return HouseholdState.REFERRED if self._chance(0.6) else HouseholdState.INTAKE
        return HouseholdState.READY if self._chance(0.95) else HouseholdState.PAUSED

    def _moment(self, first: float, last: float) -> datetime:
        """A moment of the scheme's year and a half, as shares of it."""
        if self._chance(NEWCOMERS):
            return self.now - timedelta(days=float(self.random.uniform(0.5, 13)))
        # A scheme begins with a wave and then grows steadily.
        return self.now - HISTORY * float(1 - first - (last - first) * self.random.beta(0.8, 1.3))

    def _level(self, least: int, most: int) -> Level:
        return Level(int(self.random.integers(least, most + 1)))

    def _chance(self, share: float) -> bool:
        return bool(self.random.random() < share)


def _milestones(joined: datetime, state: VolunteerState) -> dict[str, datetime | str | None]:
    """When each step of the path was taken, as far as the state says it was."""
    path = list(VolunteerState)
    reached = path.index(VolunteerState.READY if state is VolunteerState.PAUSED else state)

    def after(step: VolunteerState, days: int) -> datetime | None:
        return joined + timedelta(days=days) if reached >= path.index(step) else None

    return {
        "confirmed_at": after(VolunteerState.CONFIRMED, 0),
        "informed_at": after(VolunteerState.INFORMED, 1),
        "note_version": "1/2025" if reached >= path.index(VolunteerState.INFORMED) else None,
        "questionnaire_at": after(VolunteerState.TRAINED, 2),
        "trained_at": after(VolunteerState.TRAINED, 14),
        "ready_at": after(VolunteerState.READY, 20),
    }
