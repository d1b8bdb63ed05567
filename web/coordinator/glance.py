"""A proposal at a glance: what a coordinator reads before approving it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from web.coordinator import phrases
from web.messages import dates, explanations, objections
from web.messages.lists import listed
from web.messages.words import category_name
from web.models import Match
from web.services.clock import local_date


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to know, under its name; `against` is what speaks against the pair."""

    name: str
    text: str
    against: bool = False


def lines_of(match: Match) -> list[Line]:
    """Distance, languages, moments, what they would do together, and what speaks against it.

    Of a pair that was proposed by hand against a rule only that rule: it has no points.
    """
    if match.in_spite_of:
        return [Line(_("Against"), " ".join(phrases.in_spite_of(match)), against=True)]
    facts = {one["criterion"]: one["facts"] for one in match.criteria}
    lines = []
    if near := facts.get("proximity"):
        walk = explanations.criterion_sentence("proximity", near)
        band = explanations.distance_band(near["metres"])
        lines.append(Line(_("Distance"), f"{walk} · {band}"))
    for criterion, name in (("language", _("Languages")), ("availability", _("When"))):
        if criterion in facts:
            sentence = explanations.criterion_sentence(criterion, facts[criterion])
            lines.append(Line(name, sentence))
    if needs := facts.get("needs"):
        together = listed([category_name(one) for one in needs["covered"]])
        lines.append(Line(_("Together"), together))
    if lines:
        said = " · ".join(objections.against(match.criteria))
        lines.append(Line(_("Against"), said or _("nothing that we know of"), bool(said)))
    return lines


def leaving_of(match: Match, now: datetime) -> str:
    """When the question to both sides leaves; empty once it has left or where nobody is asked."""
    if match.asked_at is None or match.asked_at <= now:
        return ""
    if local_date(match.asked_at) == local_date(now):
        return _("The messages leave at %(time)s.", time=dates.hour(match.asked_at))
    when = dates.weekday_and_moment(match.asked_at)
    return _("The messages leave on %(when)s.", when=when)
