"""What speaks against a pair that could be matched: the matcher's facts as sentences for staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from web.messages.lists import listed
from web.messages.words import category_name

FAR_ON_FOOT_MINUTES = 30
_CONVERSATIONAL = 2

Facts = Mapping[str, Any]


def against(criteria: Sequence[Facts]) -> list[str]:
    """One sentence an objection, in the order of the criteria."""
    said = [
        _OBJECTIONS[one["criterion"]](one["facts"])
        for one in criteria
        if one["criterion"] in _OBJECTIONS
    ]
    return [sentence for sentence in said if sentence]


def _far(facts: Facts) -> str:
    return _("more than half an hour on foot") if facts["minutes"] > FAR_ON_FOOT_MINUTES else ""


def _hard_to_talk(facts: Facts) -> str:
    levels = [min(one["volunteer"], one["household"]) for one in facts["shared"]]
    if max(levels, default=0) >= _CONVERSATIONAL:
        return ""
    return _("no language that both speak well")


def _left_out(facts: Facts) -> str:
    if not facts["missing"]:
        return ""
    names = listed([category_name(name) for name in facts["missing"]])
    return _("not covered: %(names)s", names=names)


def _one_moment(facts: Facts) -> str:
    return _("only one moment of the week in common") if facts["slots"].bit_count() == 1 else ""


_OBJECTIONS: Mapping[str, Callable[[Facts], str]] = {
    "proximity": _far,
    "language": _hard_to_talk,
    "needs": _left_out,
    "availability": _one_moment,
}
