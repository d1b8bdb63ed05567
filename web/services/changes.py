"""One small change of what is known of somebody: which one helps, made and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from web.models import ChangeQuestion, Household, Need, SpokenLanguage, Volunteer
from web.models.vocabulary import Change, HelpCategory, Level

# The distance asked for is rounded up: a finer one would tell where a neighbour lives.
DISTANCE_STEP_M = 500
NICE = 3

Person = Volunteer | Household


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What somebody could be asked; `amount` as `ChangeQuestion` keeps it."""

    change: Change
    amount: str


def suggestion_of(household: Household, relaxation: Mapping[str, Any] | None) -> Suggestion | None:
    """The relaxation of a run, if the change is the family's to make and not made already."""
    # Runs from before do not say whose limit a distance is, so nobody is asked because of them.
    if relaxation is None or relaxation.get("asks") != "household":
        return None
    change, amount = Change(relaxation["change"]), relaxation["amount"]
    if change is Change.DISTANCE:
        amount = rounded_up(household.max_distance_m + int(amount))
    if change is Change.INTERPRETER:
        amount = ""
    return None if _is_made(household, change, str(amount)) else Suggestion(change, str(amount))


def rounded_up(metres: int) -> int:
    """To whole steps of what a question may tell of a distance."""
    return -(-metres // DISTANCE_STEP_M) * DISTANCE_STEP_M


def make(person: Person, question: ChangeQuestion) -> None:
    """Change what they agreed to, and note on the question what a no would bring back."""
    if _is_made(person, question.change, question.amount):
        return
    question.before = 0
    match question.change:
        case Change.SLOT:
            person.slots |= 1 << int(question.amount)
        case Change.DISTANCE:
            question.before, person.max_distance_m = person.max_distance_m, int(question.amount)
        case Change.LEVEL:
            question.before = _raise(person, question.amount)
        case Change.INTERPRETER if isinstance(person, Household):
            person.interpreter_available = True
        case Change.CATEGORY if isinstance(person, Household):
            need = Need(category=HelpCategory(question.amount), priority=NICE)
            person.needs.append(need)


def take_back(person: Person, question: ChangeQuestion) -> None:
    """Bring back what was before a yes; nothing where the yes changed nothing."""
    if question.before is None:
        return
    match question.change:
        case Change.SLOT:
            person.slots &= ~(1 << int(question.amount))
        # Somebody may have put in another distance since.
        case Change.DISTANCE if person.max_distance_m == int(question.amount):
            person.max_distance_m = question.before
        case Change.LEVEL:
            _lower(person, question.amount, question.before)
        case Change.INTERPRETER if isinstance(person, Household):
            person.interpreter_available = False
        case Change.CATEGORY if isinstance(person, Household):
            kept = [need for need in person.needs if need.category != question.amount]
            person.needs[:] = kept
    question.before = None


def _is_made(person: Person, change: Change, amount: str) -> bool:
    match change:
        case Change.SLOT:
            return bool(person.slots >> int(amount) & 1)
        case Change.DISTANCE:
            return person.max_distance_m >= int(amount)
        case Change.LEVEL:
            spoken = _spoken(person, amount)
            return spoken is not None and spoken.level >= Level.CONVERSATIONAL
        case Change.INTERPRETER if isinstance(person, Household):
            return person.interpreter_available
    return isinstance(person, Household) and amount in {need.category for need in person.needs}


def _raise(person: Person, tag: str) -> int:
    """Enough for a talk from now on. Returns the level before, 0 where there was none."""
    spoken = _spoken(person, tag)
    if spoken is None:
        person.languages.append(SpokenLanguage(tag=tag, level=Level.CONVERSATIONAL))
        return 0
    before, spoken.level = spoken.level, Level.CONVERSATIONAL
    return int(before)


def _lower(person: Person, tag: str, before: int) -> None:
    """As it was, unless somebody has put in another level since."""
    spoken = _spoken(person, tag)
    if spoken is None or spoken.level is not Level.CONVERSATIONAL:
        return
    if before:
        spoken.level = Level(before)
    else:
        person.languages.remove(spoken)


def _spoken(person: Person, tag: str) -> SpokenLanguage | None:
    return next((one for one in person.languages if one.tag == tag), None)
