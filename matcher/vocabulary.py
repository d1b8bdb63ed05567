"""The words that the parties of a run use."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from matcher.parties import Household, Volunteer, levels


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the columns of the matrices stand for; languages by primary subtag."""

    languages: tuple[str, ...]
    categories: tuple[str, ...]
    interests: tuple[str, ...]

    @classmethod
    def of(cls, volunteers: Iterable[Volunteer], households: Iterable[Household]) -> "Vocabulary":
        """Every word that either side uses, in alphabetical order."""
        givers, takers = tuple(volunteers), tuple(households)
        both: tuple[Volunteer | Household, ...] = (*givers, *takers)
        return cls(
            languages=_sorted(levels(party.languages) for party in both),
            categories=_sorted(
                chain(
                    (party.offers | party.wants for party in givers),
                    (party.offers | party.categories for party in takers),
                )
            ),
            interests=_sorted(party.interests for party in both),
        )


def _sorted(names: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(sorted({*chain.from_iterable(names)}))
