"""What happened with somebody in words for the desk: steps, deeds and what messages were about."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.models.vocabulary import Channel, Delivery

_PASSED = {
    (Channel.EMAIL, Delivery.DONE): _l("An e-mail was sent"),
    (Channel.EMAIL, Delivery.PARKED): _l("An e-mail did not arrive"),
    (Channel.EMAIL, Delivery.PENDING): _l("An e-mail waits to be sent"),
    (Channel.SMS, Delivery.DONE): _l("A text message was sent"),
    (Channel.SMS, Delivery.PARKED): _l("A text message did not arrive"),
    (Channel.SMS, Delivery.PENDING): _l("A text message waits to be sent"),
    (Channel.WHATSAPP, Delivery.DONE): _l("A WhatsApp message was sent"),
    (Channel.WHATSAPP, Delivery.PARKED): _l("A WhatsApp message did not arrive"),
    (Channel.WHATSAPP, Delivery.PENDING): _l("A WhatsApp message waits to be sent"),
}


def step_taken(step: str) -> str:
    """A step of somebody's path, or what a coordinator did about them."""
    return {
        "volunteer_created_at": _("Signed up"),
        "volunteer_confirmed_at": _("Confirmed the contact"),
        "volunteer_informed_at": _("Read the information note"),
        "volunteer_questionnaire_at": _("Answered the questionnaire"),
        "volunteer_trained_at": _("Was at the training"),
        "volunteer_trained": _("Was at the training"),
        "volunteer_screened": _("Extract was seen"),
        "volunteer_ready_at": _("Became ready"),
        "volunteer_ready": _("Became ready"),
        "volunteer_paused": _("Takes a break"),
        "volunteer_resumed": _("Is back from the break"),
        "volunteer_left": _("Left the scheme"),
        "household_created_at": _("Was referred"),
        "household_referred": _("Was referred"),
        "household_intake_at": _("Intake began"),
        "household_intake": _("Intake began"),
        "household_ready_at": _("Became ready: the waiting time counts from here"),
        "household_ready": _("Became ready: the waiting time counts from here"),
        "household_paused": _("Takes a break"),
        "household_resumed": _("Is back from the break"),
        "household_left": _("Left the scheme"),
        "household_letter": _("A letter with a link was made"),
        "household_entrusted": _("The coordinator of this household was changed"),
        "task_done": _("A task was seen to"),
        "task_put_off": _("A task was put off"),
        "task_reopened": _("A task was put back on the list"),
        "pair_pinned": _("Was pinned with a volunteer"),
        "pair_unpinned": _("Is no longer pinned with a volunteer"),
        "pair_forbidden": _("'Never these two' was noted"),
        "pair_allowed": _("'Never these two' was taken back"),
        "written_to_again": _("Is written to again where a message came back"),
        "questions_resumed": _("Wants our questions again, they told us"),
        "data_exported": _("Took along what is known about them"),
        "data_erased": _("Was erased"),
        "told_in_person": _("Told in person what has changed"),
        "told_by_phone": _("Told by phone what has changed"),
        "told_by_interpreter": _("Told by phone with an interpreter what has changed"),
        "told_in_writing": _("Told on paper what has changed"),
        "erasure_in_person": _("Erasing was asked for in person"),
        "erasure_by_phone": _("Erasing was asked for by phone"),
        "erasure_by_interpreter": _("Erasing was asked for by phone with an interpreter"),
        "erasure_in_writing": _("Erasing was asked for on paper"),
        "erasure_twice": _("Erased because the same person was entered twice"),
        "erasure_never_began": _("Erased because they never began"),
        "erasure_other": _("Erased for another reason"),
        "restricted_in_person": _("Asked in person that their data is only kept, not used"),
        "restricted_by_phone": _("Asked by phone that their data is only kept, not used"),
        "restricted_by_interpreter": _(
            "Asked by phone with an interpreter that their data is only kept, not used"
        ),
        "restricted_in_writing": _("Asked on paper that their data is only kept, not used"),
        "restriction_lifted": _("Their data may be used again"),
        "address_shown": _("The address was looked at"),
        "children_shown": _("The years of birth were looked at"),
        "screening_shown": _("What came of the extract was looked at"),
        "said_in_person": _("An answer was entered for the family: they said it in person"),
        "said_by_phone": _("An answer was entered for the family: they said it by phone"),
        "said_by_interpreter": _(
            "An answer was entered for the family: they said it by phone with an interpreter"
        ),
        "said_in_writing": _("An answer was entered for the family: they said it on paper"),
        "volunteer_said_in_person": _("An answer was entered for them: they said it in person"),
        "volunteer_said_by_phone": _("An answer was entered for them: they said it by phone"),
        "volunteer_said_by_interpreter": _(
            "An answer was entered for them: they said it by phone with an interpreter"
        ),
        "volunteer_said_in_writing": _("An answer was entered for them: they said it on paper"),
    }[step]


def message_passed(channel: str, delivery: str) -> str:
    """How far a message is, and by which way."""
    return str(_PASSED[Channel(channel), Delivery(delivery)])


def message_about(kind: str) -> str:
    """What a message was about, by its name in the registry; never its words."""
    return {
        "access_code": _("a code to sign in"),
        "change_question": _("a question to the family about a change"),
        "contact_change": _("whether their new contact is right"),
        "change_question_volunteer": _("a question about a change"),
        "contact_changed": _("the news that they are written to elsewhere"),
        "contact_code": _("a code for a new contact"),
        "digest": _("what waits, on Mondays"),
        "evaluation_invitation": _("the yearly evaluation"),
        "evaluation_reminder": _("the yearly evaluation, once more"),
        "first_meeting": _("the first meeting"),
        "follow_up": _("how it is going"),
        "follow_up_reminder": _("how it is going, once more"),
        "match_accepted": _("both said yes"),
        "match_ended": _("the end of the match"),
        "match_off": _("the proposal is off"),
        "meeting_planned": _("when the first meeting is"),
        "meeting_planned_desk": _("when the first meeting is"),
        "meeting_times": _("times for the first meeting"),
        "match_offer": _("a proposal"),
        "match_reminder": _("a proposal, once more"),
        "own_page": _("the link to their own page"),
        "sender_test": _("a test of how you write"),
        "volunteers_meeting": _("the meeting of the volunteers"),
    }[kind]


def call_asked(why: str) -> str:
    """What a family asked for by its link."""
    return {"call_me": _("Asked to be called"), "wants_to_stop": _("Asked to stop")}[why]


def change_told(what: str) -> str:
    """That a family told us of a change that waits, and what became of it."""
    return {
        "told": _("The family told us that something has changed"),
        "taken": _("What they told us was taken over"),
        "dropped": _("What they told us was not taken over"),
    }[what]
