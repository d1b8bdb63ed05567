"""The words of the domain as people read them, in the reader's language.

Each function names every word literally, so that the catalogs find them.
"""

from __future__ import annotations

from babel import Locale
from babel.dates import get_day_names
from flask_babel import get_locale
from flask_babel import gettext as _

from web.models.vocabulary import (
    AgeBand,
    DeclineReason,
    EndReason,
    Face,
    Gender,
    HelpCategory,
    HouseholdState,
    Level,
    MatchState,
    RejectReason,
    VolunteerState,
)

PARTS_OF_DAY = ("morning", "afternoon", "evening")


def category_name(category: str) -> str:
    return {
        HelpCategory.CONVERSATION: _("conversation practice"),
        HelpCategory.HOMEWORK: _("homework help"),
        HelpCategory.MAIL: _("reading letters"),
        HelpCategory.TRANSPORT: _("getting around"),
        HelpCategory.DISCOVER: _("discovering the neighbourhood"),
        HelpCategory.MEAL: _("sharing a meal"),
        HelpCategory.SPORT: _("sport and leisure"),
        HelpCategory.PLAY: _("children's play"),
        HelpCategory.PARENTING: _("talking about raising children"),
        HelpCategory.WORK: _("looking for work"),
        HelpCategory.HOME: _("looking for a home"),
        HelpCategory.DIGITAL: _("phone and computer"),
    }[HelpCategory(category)]


def level_name(level: int) -> str:
    return {
        Level.BASIC: _("a few words"),
        Level.CONVERSATIONAL: _("everyday conversation"),
        Level.FLUENT: _("fluent"),
        Level.NATIVE: _("mother tongue"),
    }[Level(level)]


def priority_name(priority: int) -> str:
    return {1: _("very important"), 2: _("would help"), 3: _("would be nice")}[priority]


def face_name(face: int) -> str:
    return {Face.SAD: _("not good"), Face.SO_SO: _("so-so"), Face.HAPPY: _("good")}[Face(face)]


def gender_name(gender: str) -> str:
    return {Gender.WOMAN: _("woman"), Gender.MAN: _("man"), Gender.OTHER: _("other")}[
        Gender(gender)
    ]


def age_band_name(band: str) -> str:
    return {
        AgeBand.UNDER_25: _("under 25"),
        AgeBand.FROM_25: _("25 to 39"),
        AgeBand.FROM_40: _("40 to 54"),
        AgeBand.FROM_55: _("55 to 69"),
        AgeBand.FROM_70: _("70 or older"),
    }[AgeBand(band)]


def part_name(part: int) -> str:
    return (_("morning"), _("afternoon"), _("evening"))[part]


def day_name(day: int) -> str:
    """Monday is 0; by CLDR."""
    return str(get_day_names("wide", "stand-alone", get_locale() or Locale("en"))[day])


def state_name(state: str) -> str:
    """The name of a state of a match, a volunteer or a household."""
    names = {
        MatchState.PROPOSED: _("proposed"),
        MatchState.REJECTED: _("rejected"),
        MatchState.APPROVED: _("approved, waiting for answers"),
        MatchState.DECLINED: _("declined"),
        MatchState.LAPSED: _("no answer in time"),
        MatchState.ACCEPTED: _("accepted by both"),
        MatchState.CANCELLED: _("cancelled"),
        MatchState.ACTIVE: _("active"),
        MatchState.ENDED: _("ended"),
        VolunteerState.SIGNED_UP: _("signed up"),
        VolunteerState.CONFIRMED: _("confirmed"),
        VolunteerState.INFORMED: _("informed"),
        VolunteerState.TRAINED: _("trained"),
        VolunteerState.SCREENED: _("screened"),
        VolunteerState.READY: _("ready"),
        VolunteerState.PAUSED: _("paused"),
        VolunteerState.LEFT: _("left"),
        HouseholdState.REFERRED: _("referred"),
        HouseholdState.INTAKE: _("intake"),
    }
    return {str(key): name for key, name in names.items()}.get(state, state)


def step_name(step: str) -> str:
    """What is still missing before somebody can be ready."""
    return {
        "contact_confirmed": _("a confirmed e-mail address or phone number"),
        "note_read": _("the information note, read"),
        "questionnaire": _("the questionnaire"),
        "training": _("the training"),
        "place": _("a postcode"),
        "languages": _("languages"),
        "capacity": _("how many households"),
        "slots": _("moments of the week"),
        "needs": _("what would help"),
    }[step]


def reject_reason(reason: str) -> str:
    return {
        RejectReason.BETTER_PAIR: _("there is a better pair"),
        RejectReason.KNOWN_DIFFICULTY: _("a difficulty that we know of"),
        RejectReason.TOO_FAR: _("too far"),
        RejectReason.LANGUAGE: _("language"),
        RejectReason.TIMING: _("not the right moment"),
        RejectReason.ASKED_NOT_TO: _("one side asked not to"),
        RejectReason.OTHER: _("another reason"),
    }[RejectReason(reason)]


def decline_reason(reason: str) -> str:
    return {
        DeclineReason.NO_TIME: _("I have no time"),
        DeclineReason.TOO_FAR: _("It is too far"),
        DeclineReason.NOT_NOW: _("Not now"),
        DeclineReason.FOUND_SOMEONE: _("I found someone already"),
        DeclineReason.DOES_NOT_FEEL_RIGHT: _("It does not feel right"),
        DeclineReason.OTHER: _("Another reason"),
    }[DeclineReason(reason)]


def end_reason(reason: str) -> str:
    return {
        EndReason.GOAL_REACHED: _("goal reached"),
        EndReason.MOVED_HOUSE: _("moved house"),
        EndReason.NO_TIME: _("no time"),
        EndReason.NO_CLICK: _("it did not click"),
        EndReason.NO_CONTACT: _("no contact any more"),
        EndReason.SAFETY_CONCERN: _("a safety concern"),
        EndReason.DEATH_OR_ILLNESS: _("death or illness"),
        EndReason.HOUSEHOLD_LEFT: _("the household left the scheme"),
        EndReason.VOLUNTEER_LEFT: _("the volunteer left the scheme"),
        EndReason.OTHER: _("another reason"),
    }[EndReason(reason)]
