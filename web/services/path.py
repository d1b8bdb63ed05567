"""What somebody must have done, or told us, before they are ready to be matched."""

from __future__ import annotations

from enum import StrEnum

from web.models import Household, Volunteer
from web.models.vocabulary import VolunteerState


class Step(StrEnum):
    """One thing that may still be missing; `web.messages.desk_words.step_name` words it."""

    CONTACT_CONFIRMED = "contact_confirmed"
    NOTE_READ = "note_read"
    QUESTIONNAIRE = "questionnaire"
    TRAINING = "training"
    PLACE = "place"
    LANGUAGES = "languages"
    CAPACITY = "capacity"
    SLOTS = "slots"
    NEEDS = "needs"


def missing_of_volunteer(volunteer: Volunteer) -> tuple[Step, ...]:
    """What keeps this volunteer from being ready, in the order of the path."""
    known = {
        Step.CONTACT_CONFIRMED: volunteer.confirmed_at,
        Step.NOTE_READ: volunteer.informed_at,
        Step.QUESTIONNAIRE: volunteer.questionnaire_at,
        Step.TRAINING: volunteer.trained_at,
        Step.PLACE: volunteer.has_place,
        Step.LANGUAGES: volunteer.languages,
        Step.CAPACITY: volunteer.capacity,
    }
    return tuple(step for step, there in known.items() if not there)


def missing_of_household(household: Household) -> tuple[Step, ...]:
    """What keeps this household from waiting for a volunteer."""
    known = {
        Step.PLACE: household.has_place,
        Step.LANGUAGES: household.languages,
        Step.NEEDS: household.needs,
        Step.SLOTS: household.slots,
    }
    return tuple(step for step, there in known.items() if not there)


def state_on_the_way(volunteer: Volunteer) -> VolunteerState:
    """How far a volunteer has come, by what is known of them; never ready by itself."""
    if volunteer.confirmed_at is None:
        return VolunteerState.SIGNED_UP
    if volunteer.informed_at is None:
        return VolunteerState.CONFIRMED
    if volunteer.trained_at is None:
        return VolunteerState.INFORMED
    if volunteer.screening is not None and volunteer.screening.passed:
        return VolunteerState.SCREENED
    return VolunteerState.TRAINED
