"""Why a household waits, what would end it, and why two people cannot be matched, for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from matcher import (
    CapacityFacts,
    CategoryFacts,
    DistanceFacts,
    Reason,
    Rule,
    SlotFacts,
    SpeechFacts,
)
from web.messages.desk_words import why_not_screened
from web.messages.explanations import distance_in_words, slot_in_words, slots_in_words
from web.messages.languages import language_name
from web.messages.lists import listed
from web.messages.words import category_name


def waited(weeks: int) -> str:
    if weeks == 0:
        return _("waiting since this week")
    return ngettext("waiting for %(num)s week", "waiting for %(num)s weeks", weeks)


def funnel_sentences(funnel: Sequence[Mapping[str, Any]]) -> list[str]:
    """From all ready volunteers to those that are left: each step that lost somebody.

    Ends at the step that nobody passed.
    """
    sentences: list[str] = []
    before: int | None = None
    for step in funnel:
        left = int(step["remaining"])
        if left != before:
            sentences.append(_step(str(step["step"]), left))
        if left == 0:
            break
        before = left
    return sentences


def stuck_sentence(reason: str) -> str:
    """Why a household got nobody in a run, as its list is narrowed by it."""
    if reason in list(Rule):
        return _plain_reason(Rule(reason))
    return {
        "ready": _("No volunteer was ready."),
        "place_left": _("Every volunteer who fits has been proposed to others."),
    }.get(reason, _("No rule stands in the way."))


def relaxation_sentence(relaxation: Mapping[str, Any] | None) -> str:
    """The smallest single change that would give a match."""
    if relaxation is None:
        return _("No single change would bring a volunteer.")
    amount, volunteers = relaxation["amount"], int(relaxation["volunteers"])
    match relaxation["change"]:
        case "slot":
            return ngettext(
                "If %(slot)s were possible too, %(num)s volunteer could come.",
                "If %(slot)s were possible too, %(num)s volunteers could come.",
                volunteers,
                slot=slot_in_words(amount),
            )
        case "distance":
            return ngettext(
                "With %(distance)s more, %(num)s volunteer would be within reach.",
                "With %(distance)s more, %(num)s volunteers would be within reach.",
                volunteers,
                distance=distance_in_words(amount),
            )
        case "interpreter":
            return ngettext(
                "With an interpreter, %(num)s volunteer could come.",
                "With an interpreter, %(num)s volunteers could come.",
                volunteers,
            )
    return ngettext(
        "If the household also wished for %(category)s, %(num)s volunteer could come.",
        "If the household also wished for %(category)s, %(num)s volunteers could come.",
        volunteers,
        category=category_name(amount),
    )


def whose_limit(relaxation: Mapping[str, Any] | None) -> str:
    """Where a change is not the family's alone: whose limit it asks to loosen; else nothing."""
    return {
        "volunteer": _(
            "The family would go so far: it is the volunteer's limit that asks for less."
        ),
        "both": _("It is too far for the family and for the volunteer."),
    }.get((relaxation or {}).get("asks", ""), "")


def reason_sentence(reason: Reason) -> str:
    """Why a pair cannot be proposed, with its numbers where there are any."""
    match reason.facts:
        case CapacityFacts(volunteer_places=places, household_wanted=wanted) if places or wanted:
            return _no_room(places)
        case DistanceFacts() as far:
            return _too_far(far)
        case SpeechFacts(household=spoken) if spoken:
            names = [language_name(language.tag) for language in spoken]
            return _(
                "No shared language: the household speaks %(languages)s.", languages=listed(names)
            )
        case CategoryFacts(needed=needed) if needed:
            names = [category_name(name) for name in needed]
            return _("Offers nothing of what is needed: %(needs)s.", needs=listed(names))
        case SlotFacts(household=free) if free:
            slots = slots_in_words(free)
            return _("No common time: the household is free %(slots)s.", slots=slots)
    return _plain_reason(reason.rule)


def _too_far(far: DistanceFacts) -> str:
    """By the people's own limits, or else by how far their scheme reaches."""
    own, distance = min(far.volunteer_limit_m, far.household_limit_m), distance_in_words(far.metres)
    if far.reach_m is not None and far.reach_m < own:
        return _(
            "Lives further away than this scheme reaches: %(distance)s, and it reaches %(limit)s.",
            distance=distance,
            limit=distance_in_words(far.reach_m),
        )
    return _(
        "Too far: %(distance)s, and the limit is %(limit)s.",
        distance=distance,
        limit=distance_in_words(own),
    )


def _no_room(places: int) -> str:
    if places:
        return _("The household has enough volunteers now.")
    return _("The volunteer has no free place now.")


def _plain_reason(rule: Rule) -> str:
    return {
        Rule.CAPACITY: _("No free place, or the household has enough volunteers."),
        Rule.DISTANCE: _("Too far."),
        Rule.LANGUAGE: _("No shared language."),
        Rule.NEEDS: _("Offers nothing of what is needed."),
        Rule.AVAILABILITY: _("No common time."),
        Rule.WOMEN_FOR_HOUSEHOLD: _("The household would like to meet women only."),
        Rule.WOMEN_FOR_VOLUNTEER: _("The volunteer would like to meet women only."),
        Rule.NO_CHILDREN: _("The volunteer prefers a household without children."),
        Rule.STEP_FREE: _("The household needs a place without steps."),
        Rule.SCREENING: why_not_screened(),
        Rule.FORBIDDEN: _("These two were tried before, or somebody asked not to."),
        Rule.LIVE: _("These two are matched already."),
    }[rule]


def _step(step: str, left: int) -> str:
    return {
        "ready": ngettext("%(num)s volunteer is ready", "%(num)s volunteers are ready", left),
        "capacity": ngettext("%(num)s has a free place", "%(num)s have a free place", left),
        "distance": ngettext("%(num)s is within reach", "%(num)s are within reach", left),
        "language": ngettext("%(num)s shares a language", "%(num)s share a language", left),
        "needs": ngettext("%(num)s covers a need", "%(num)s cover a need", left),
        "availability": ngettext(
            "%(num)s is free at the same time", "%(num)s are free at the same time", left
        ),
        "women_for_household": ngettext(
            "%(num)s is a woman, as was asked", "%(num)s are women, as was asked", left
        ),
        "women_for_volunteer": ngettext(
            "%(num)s did not ask for women only", "%(num)s did not ask for women only", left
        ),
        "no_children": ngettext(
            "%(num)s is happy with children", "%(num)s are happy with children", left
        ),
        "step_free": ngettext(
            "%(num)s can meet without steps", "%(num)s can meet without steps", left
        ),
        "screening": ngettext(
            "%(num)s is screened for children", "%(num)s are screened for children", left
        ),
        "forbidden": ngettext(
            "%(num)s remains: not tried before, and nobody said never",
            "%(num)s remain: not tried before, and nobody said never",
            left,
        ),
        "live": ngettext(
            "%(num)s is not with them already", "%(num)s are not with them already", left
        ),
        "place_left": ngettext(
            "%(num)s has a place left after this run",
            "%(num)s have a place left after this run",
            left,
        ),
    }[step]
