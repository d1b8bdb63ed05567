"""The words of the domain that rows are written in. One word per thing."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Role(StrEnum):
    """Who is signed in, or who receives."""

    VOLUNTEER = "volunteer"
    HOUSEHOLD = "household"
    COORDINATOR = "coordinator"
    MEDIATOR = "mediator"
    PARTNER = "partner"
    READER = "reader"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = frozenset(
    {Role.COORDINATOR, Role.MEDIATOR, Role.PARTNER, Role.READER, Role.ADMINISTRATOR}
)


class Side(StrEnum):
    """A side of a match."""

    VOLUNTEER = "volunteer"
    HOUSEHOLD = "household"


class VolunteerState(StrEnum):
    SIGNED_UP = "signed_up"
    CONFIRMED = "confirmed"
    INFORMED = "informed"
    TRAINED = "trained"
    SCREENED = "screened"
    READY = "ready"
    PAUSED = "paused"
    LEFT = "left"


class HouseholdState(StrEnum):
    REFERRED = "referred"
    INTAKE = "intake"
    READY = "ready"
    PAUSED = "paused"
    LEFT = "left"


class MatchState(StrEnum):
    PROPOSED = "proposed"
    REJECTED = "rejected"
    APPROVED = "approved"
    DECLINED = "declined"
    LAPSED = "lapsed"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


LIVE_MATCH_STATES = frozenset(
    {
        MatchState.PROPOSED,
        MatchState.APPROVED,
        MatchState.ACCEPTED,
        MatchState.ACTIVE,
        MatchState.PAUSED,
    }
)
# A proposal asks nothing of anyone yet, so it takes no place of the volunteer.
PLACE_TAKING_STATES = LIVE_MATCH_STATES - {MatchState.PROPOSED}
# Such a pair is never proposed again unless a coordinator lifts it.
NEVER_AGAIN_STATES = frozenset(
    {MatchState.REJECTED, MatchState.DECLINED, MatchState.ENDED, MatchState.CANCELLED}
)


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    LATER = "later"
    CALL_ME = "call_me"


class Change(StrEnum):
    """What somebody may be asked to change so that two could meet; most are a `matcher.Change`."""

    SLOT = "slot"
    DISTANCE = "distance"
    INTERPRETER = "interpreter"
    CATEGORY = "category"
    # A volunteer who knows a little of a language may know enough for a talk.
    LEVEL = "level"


class PromisedGroup(StrEnum):
    """Households that a scheme may promise a fair share: so often served as the others."""

    CHILDREN = "children"
    ALONE = "alone"
    LONG_WAIT = "long_wait"


class RejectReason(StrEnum):
    """Why a coordinator does not approve a proposal."""

    BETTER_PAIR = "better_pair"
    KNOWN_DIFFICULTY = "known_difficulty"
    TOO_FAR = "too_far"
    LANGUAGE = "language"
    TIMING = "timing"
    ASKED_NOT_TO = "asked_not_to"
    OTHER = "other"


class DeclineReason(StrEnum):
    """Why a side says no."""

    NO_TIME = "no_time"
    TOO_FAR = "too_far"
    NOT_NOW = "not_now"
    FOUND_SOMEONE = "found_someone"
    DOES_NOT_FEEL_RIGHT = "does_not_feel_right"
    OTHER = "other"


class EndReason(StrEnum):
    """Why a match ended or was cancelled."""

    GOAL_REACHED = "goal_reached"
    MOVED_HOUSE = "moved_house"
    NO_TIME = "no_time"
    NO_CLICK = "no_click"
    NO_CONTACT = "no_contact"
    SAFETY_CONCERN = "safety_concern"
    DEATH_OR_ILLNESS = "death_or_illness"
    HOUSEHOLD_LEFT = "household_left"
    VOLUNTEER_LEFT = "volunteer_left"
    OTHER = "other"


# Thanks and questions would hurt after these: a coordinator talks with them instead.
NOT_WRITTEN_AFTER = frozenset({EndReason.DEATH_OR_ILLNESS, EndReason.SAFETY_CONCERN})


class InsistReason(StrEnum):
    """Why a coordinator proposes a pair that breaks a rule, or pins one."""

    THEY_ASKED = "they_asked"
    TALKED_OVER = "talked_over"
    NOBODY_ELSE = "nobody_else"
    NOTES_OUTDATED = "notes_outdated"
    OTHER = "other"


class NeverReason(StrEnum):
    """Why two people are never to be proposed to each other."""

    KNOW_EACH_OTHER = "know_each_other"
    CONFLICT = "conflict"
    SAFETY_CONCERN = "safety_concern"
    NOT_SUITED = "not_suited"
    OTHER = "other"


class PauseReason(StrEnum):
    """Why a match, a volunteer or a household pauses."""

    AWAY = "away"
    ILLNESS = "illness"
    BUSY = "busy"
    ASKED = "asked"
    OTHER = "other"


class Heard(StrEnum):
    """How we came to know what somebody said."""

    IN_PERSON = "in_person"
    BY_PHONE = "by_phone"
    BY_INTERPRETER = "by_interpreter"
    IN_WRITING = "in_writing"


class ErasureReason(StrEnum):
    """Why a coordinator erases somebody."""

    ASKED = "asked"
    TWICE = "twice"
    NEVER_BEGAN = "never_began"
    OTHER = "other"


class HelpCategory(StrEnum):
    """What neighbours do together; one list for both sides."""

    CONVERSATION = "conversation"
    HOMEWORK = "homework"
    MAIL = "mail"
    TRANSPORT = "transport"
    DISCOVER = "discover"
    MEAL = "meal"
    SPORT = "sport"
    PLAY = "play"
    PARENTING = "parenting"
    WORK = "work"
    HOME = "home"
    DIGITAL = "digital"


class Level(IntEnum):
    """How well somebody speaks a language."""

    BASIC = 1
    CONVERSATIONAL = 2
    FLUENT = 3
    NATIVE = 4


class Gender(StrEnum):
    """Asked only because somebody may want to meet women only; never required."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"


class AgeBand(StrEnum):
    """All that the other side learns of an age before the first meeting."""

    UNDER_25 = "under_25"
    FROM_25 = "from_25"
    FROM_40 = "from_40"
    FROM_55 = "from_55"
    FROM_70 = "from_70"


class Channel(StrEnum):
    EMAIL = "email"
    SMS = "sms"
    # At the number and in the words of a text message, to who chose it and to nobody else.
    WHATSAPP = "whatsapp"


# What goes to a phone number: one sentence and a link. They count for one daily limit.
TO_A_NUMBER = frozenset({Channel.SMS, Channel.WHATSAPP})


class Face(IntEnum):
    """Three faces: how is it going?"""

    SAD = 1
    SO_SO = 2
    HAPPY = 3


class ProfileField(StrEnum):
    """What a history is kept of; the history of a state is its steps (`audit_event`)."""

    NAME = "name"
    ALIAS = "alias"
    EMAIL = "email"
    PHONE = "phone"
    CHANNEL = "channel"
    LANGUAGE = "language"
    ADDRESS = "address"
    PLACE = "place"
    LANGUAGES = "languages"
    INTERPRETER = "interpreter"
    SLOTS = "slots"
    NEEDS = "needs"
    OFFERS = "offers"
    LIMITS = "limits"
    CAPACITY = "capacity"
    PEOPLE = "people"
    AGE = "age"
    GENDER = "gender"
    NOTE = "note"


class Topic(StrEnum):
    """What a family tells us has changed."""

    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    LANGUAGES = "languages"
    NEEDS = "needs"
    SLOTS = "slots"
    OTHER = "other"


class Source(StrEnum):
    """Who brought a household to the scheme."""

    SELF = "self"
    PARTNER = "partner"
    COORDINATOR = "coordinator"
    IMPORT = "import"


class Campaign(StrEnum):
    """What brought somebody to the scheme's page, by the address that they came with."""

    WEBSITE = "website"
    FACEBOOK = "facebook"
    PRESS = "press"
    WORD_OF_MOUTH = "word-of-mouth"
    POSTER = "poster"
    PARTNER = "partner"


class Progress(StrEnum):
    """How far a match run is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Delivery(StrEnum):
    """How far a row of the outbox is."""

    PENDING = "pending"
    DONE = "done"
    PARKED = "parked"


class Receipt(StrEnum):
    """What became of a message after it was handed over, where somebody tells us."""

    DELIVERED = "delivered"
    FAILED = "failed"
    COMPLAINED = "complained"


class RoundState(StrEnum):
    """A yearly evaluation round."""

    PLANNED = "planned"
    OPEN = "open"
    # The last day to answer is over; who answers late still counts.
    CLOSING = "closing"
    CLOSED = "closed"


# In these a questionnaire may be answered and changed.
TAKING_ANSWERS = frozenset({RoundState.OPEN, RoundState.CLOSING})


class Unplanned(StrEnum):
    """Why none of the times proposed for a first meeting came of itself."""

    NONE_SUITS = "none_suits"
    NONE_SHARED = "none_shared"
    NO_ANSWER = "no_answer"


class TaskKind(StrEnum):
    """What may ask for a coordinator."""

    INTAKE = "intake"
    NO_FIRST_MEETING = "no_first_meeting"
    NO_MEETING_TIME = "no_meeting_time"
    TWO_SILENT = "two_silent"
    SAD_FACE = "sad_face"
    CALL_ME = "call_me"
    MESSAGE_FAILED = "message_failed"
    JOB_FAILED = "job_failed"
    PLACE_UNKNOWN = "place_unknown"
    ANSWERED_LATER = "answered_later"
    VOLUNTEER_WAITING = "volunteer_waiting"
    NO_ANSWER = "no_answer"
    CHECK_EXPIRING = "check_expiring"
    CHANGE_AGREED = "change_agreed"
    TOLD_CHANGE = "told_change"
    MOVED_OFTEN = "moved_often"
    UNSUBSCRIBED = "unsubscribed"
    MESSAGES_WAIT = "messages_wait"
    QUEUE_LATE = "queue_late"


class Outcome(StrEnum):
    """What the scheme is judged on, each answered from 1 (no) to 5 (yes, very much)."""

    CULTURE = "culture"
    SKILLS = "skills"
    LANGUAGE = "language"
    HAPPINESS = "happiness"
    BELONGING = "belonging"
    BRIDGES = "bridges"
    SUPPORT = "support"


# Asked only where the household has children.
CHILDREN_OUTCOMES = frozenset({Outcome.CULTURE, Outcome.SKILLS})
