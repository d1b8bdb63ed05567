"""Words of the domain that only volunteers and staff meet: states, steps and the desk's reasons."""

from __future__ import annotations

from flask_babel import gettext as _

from web.models.vocabulary import (
    EndReason,
    HouseholdState,
    MatchState,
    RejectReason,
    VolunteerState,
)


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
        # What two people may be to each other without a match.
        "pinned": _("pinned"),
        "forbidden": _("never to be proposed"),
        "asked": _("asked, waiting for an answer"),
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


def why_ruled_out() -> str:
    """Why two people are not proposed to each other; which of the two it was stays with them."""
    return _("One of the two asked never to meet the other, or these two were tried before.")


def why_not_screened() -> str:
    """Why a volunteer may not meet a family with children yet."""
    return _("There are children, and the volunteer is not screened.")


def why_not_undone() -> str:
    """Why an approval stays one."""
    return _(
        "The messages have left, so this approval cannot be undone any more. You can still cancel "
        "the match on its page; then both sides are told gently."
    )


def why_not_cancelled() -> str:
    """Why a run cannot be cancelled."""
    return _("This run is over, so there is nothing to cancel.")
