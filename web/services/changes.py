"""One small change of what is known of a household: which one helps, made and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from web.models import ChangeQuestion, Household, Need
from web.models.vocabulary import Change, HelpCategory

# The distance asked for is rounded up: a finer one would tell where a neighbour lives.
DISTANCE_STEP_M = 500
NICE = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a family could be asked; `amount` as `ChangeQuestion` keeps it."""

    change: Change
    amount: str


def suggestion_of(household: Household, relaxation: Mapping[str, Any] | None) -> Suggestion | None:
    """The relaxation of a run, if the change is the family's to make and not made already."""
    # Runs from before do not say whose limit a distance is, so nobody is asked because of them.
    if relaxation is None or relaxation.get("asks") != "household":
        return None
    change, amount = Change(relaxation["change"]), relaxation["amount"]
    if change is Change.DISTANCE:
        steps = -(-(household.max_distance_m + int(amount)) // DISTANCE_STEP_M)
        amount = steps * DISTANCE_STEP_M
    if change is Change.INTERPRETER:
        amount = ""
    return None if _is_made(household, change, str(amount)) else Suggestion(change, str(amount))


def make(household: Household, question: ChangeQuestion) -> None:
    """Change what the family agreed to, and note on the question what a no would bring back."""
    if _is_made(household, question.change, question.amount):
        return
    question.before = 0
    match question.change:
        case Change.SLOT:
            household.slots |= 1 << int(question.amount)
        case Change.DISTANCE:
            question.before, household.max_distance_m = (
                household.max_distance_m,
                int(question.amount),
            )
        case Change.INTERPRETER:
            household.interpreter_available = True
        case Change.CATEGORY:
            need = Need(category=HelpCategory(question.amount), priority=NICE)
            household.needs.append(need)


def take_back(household: Household, question: ChangeQuestion) -> None:
    """Bring back what was before a yes; nothing where the yes changed nothing."""
    if question.before is None:
        return
    match question.change:
        case Change.SLOT:
            household.slots &= ~(1 << int(question.amount))
        # Somebody may have put in another distance since.
        case Change.DISTANCE if household.max_distance_m == int(question.amount):
            household.max_distance_m = question.before
        case Change.INTERPRETER:
            household.interpreter_available = False
        case Change.CATEGORY:
            kept = [need for need in household.needs if need.category != question.amount]
            household.needs[:] = kept
    question.before = None


def _is_made(household: Household, change: Change, amount: str) -> bool:
    match change:
        case Change.SLOT:
            return bool(household.slots >> int(amount) & 1)
        case Change.DISTANCE:
            return household.max_distance_m >= int(amount)
        case Change.INTERPRETER:
            return household.interpreter_available
    return amount in {need.category for need in household.needs}
