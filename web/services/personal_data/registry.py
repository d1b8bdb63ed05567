"""Every table: what of it is about people, and what is not. A test fails for a forgotten column."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from web.services.personal_data.holding import Holding, Section
from web.services.personal_data.of_a_person import PERSON
from web.services.personal_data.of_dealings import HISTORY, MESSAGES
from web.services.personal_data.of_matches import MATCHES

__all__ = ["HOLDINGS", "NOT_ABOUT_PEOPLE", "Holding", "Section"]

HOLDINGS: tuple[Holding, ...] = (*PERSON, *MATCHES, *MESSAGES, *HISTORY)

# Tables that hold nothing about a volunteer or a household, and why that is so.
NOT_ABOUT_PEOPLE: Mapping[str, str] = MappingProxyType(
    {
        "scheme": "the association itself",
        "scheme_cadence": "when a scheme asks; of people only which colleague saved it",
        "scheme_policy": "how a scheme matches; of people only which colleague saved it",
        "scheme_text": "what a scheme says of itself; of people only which colleague saved it",
        "scheme_logo": "the scheme's picture; of people only which colleague saved it",
        "campaign_code": "how a scheme tells its posters apart; of people only colleagues",
        "scheme_sender": "as whom a scheme writes; of people only which colleague saved it",
        "staff": "colleagues, who are no party to a match",
        "absence": "when colleagues are away",
        "evaluation_round": "figures of a year",
        "own_question": "what a scheme asks everybody",
        "minutes": "what a meeting of many said; of people only which colleague saved it",
        "match_run": "opaque names of people, which lead nowhere once the people are erased",
        "match_run_part": "as a run, and gone when the run is done",
        "policy_preview": "opaque names of people, for a day",
        "job": "work in the background, by the number of its subject",
        "duty": "when the software last did what comes back with time",
        "demo_clock": "the clock of a demonstration",
        "tombstone": "the opaque name of somebody erased, which nothing else carries",
    }
)
