"""Lists to choose from, named in the reader's language when the page is made."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from wtforms import SelectField

from web.messages.words import age_band_name, gender_name
from web.models.vocabulary import AgeBand, Gender

Word = TypeVar("Word", bound=StrEnum)


def genders() -> dict[str, str]:
    return {"": "–", **{gender.value: gender_name(gender) for gender in Gender}}


def age_bands() -> dict[str, str]:
    return {"": "–", **{band.value: age_band_name(band) for band in AgeBand}}


class ChoiceField(SelectField):
    """A list whose words are looked up when the page is made; what is not on it is refused."""

    def __init__(
        self,
        label: str,
        choices: Callable[[], dict[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(label, choices=choices, **kwargs)


def chosen(words: type[Word], value: str | None) -> Word | None:
    """The word that was chosen, or nothing."""
    return words(value) if value else None
