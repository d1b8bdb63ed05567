"""Words of the domain that only volunteers and staff meet: states, steps and the desk's reasons."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.models.vocabulary import (
    EndReason,
    HouseholdState,
    MatchState,
    Progress,
    RejectReason,
    Topic,
    VolunteerState,
)

# The states of a match, a volunteer, a household or a run; looked up when wanted, since lists are
# full of them. Words that several of them share mean the same.
_STATES = {
    MatchState.PROPOSED: _l("proposed"),
    MatchState.REJECTED: _l("rejected"),
    MatchState.APPROVED: _l("waiting for answers"),
    MatchState.DECLINED: _l("declined"),
    MatchState.LAPSED: _l("no answer in time"),
    MatchState.ACCEPTED: _l("both said yes"),
    MatchState.CANCELLED: _l("cancelled"),
    MatchState.ACTIVE: _l("active"),
    MatchState.ENDED: _l("ended"),
    VolunteerState.SIGNED_UP: _l("signed up"),
    VolunteerState.CONFIRMED: _l("confirmed"),
    VolunteerState.INFORMED: _l("informed"),
    VolunteerState.TRAINED: _l("trained"),
    VolunteerState.SCREENED: _l("screened"),
    VolunteerState.READY: _l("ready"),
    VolunteerState.PAUSED: _l("paused"),
    VolunteerState.LEFT: _l("left"),
    HouseholdState.REFERRED: _l("referred"),
    HouseholdState.INTAKE: _l("intake"),
    Progress.QUEUED: _l("in the queue"),
    Progress.RUNNING: _l("under way"),
    Progress.DONE: _l("done"),
    Progress.FAILED: _l("failed"),
    # What two people may be to each other without a match.
    "pinned": _l("pinned"),
    "forbidden": _l("never to be proposed"),
    "asked": _l("asked, waiting for an answer"),
}
_REJECTIONS = {
    RejectReason.BETTER_PAIR: _l("there is a better pair"),
    RejectReason.KNOWN_DIFFICULTY: _l("a difficulty that we know of"),
    RejectReason.TOO_FAR: _l("too far"),
    RejectReason.LANGUAGE: _l("language"),
    RejectReason.TIMING: _l("not the right moment"),
    RejectReason.ASKED_NOT_TO: _l("one side asked not to"),
    RejectReason.OTHER: _l("another reason"),
}
_ENDS = {
    EndReason.GOAL_REACHED: _l("goal reached"),
    EndReason.MOVED_HOUSE: _l("moved house"),
    EndReason.NO_TIME: _l("no time"),
    EndReason.NO_CLICK: _l("it did not click"),
    EndReason.NO_CONTACT: _l("no contact any more"),
    EndReason.SAFETY_CONCERN: _l("a safety concern"),
    EndReason.DEATH_OR_ILLNESS: _l("death or illness"),
    EndReason.HOUSEHOLD_LEFT: _l("the household left the scheme"),
    EndReason.VOLUNTEER_LEFT: _l("the volunteer left the scheme"),
    EndReason.OTHER: _l("another reason"),
}


def state_name(state: str) -> str:
    """The name of a state; what has none stands as it is."""
    return str(_STATES.get(state, state))


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


def topic_name(topic: Topic) -> str:
    """What a family told us has changed."""
    return {
        Topic.PHONE: _("the phone number"),
        Topic.EMAIL: _("the e-mail address"),
        Topic.ADDRESS: _("the address"),
        Topic.LANGUAGES: _("languages"),
        Topic.NEEDS: _("what would help"),
        Topic.SLOTS: _("moments of the week"),
        Topic.OTHER: _("something else"),
    }[topic]


def reject_reason(reason: str) -> str:
    return str(_REJECTIONS[RejectReason(reason)])


def end_reason(reason: str) -> str:
    return str(_ENDS[EndReason(reason)])


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
