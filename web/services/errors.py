"""What can go wrong in the domain. Each error knows what happened; `web.errors` words it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


class DomainError(Exception):
    """Something that a person can understand and act upon."""


class NotFound(DomainError):
    """There is no such thing in this scheme; another scheme's row answers the same."""


class ChangedMeanwhile(DomainError):
    """Somebody else was quicker.

    Attributes:
        by: who, or an empty string where the software acted.
        at: when.
        state: the state the thing is in now.
    """

    def __init__(self, state: str, by: str = "", at: datetime | None = None) -> None:
        super().__init__(state)
        self.state, self.by, self.at = state, by, at


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A field of a profile that somebody else changed since it was looked at.

    Attributes:
        by: who, or an empty string where nobody is known.
        at: when, where that is known.
        now: what it is by now, as codes; None for an address, whose every reading leaves a trace.
    """

    field: str
    by: str
    at: datetime | None
    now: str | None


class ProfileChanged(DomainError):
    """Somebody else has changed the same fields of a profile since they were looked at."""

    def __init__(self, fields: tuple[Overtaken, ...]) -> None:
        super().__init__(", ".join(one.field for one in fields))
        self.fields = fields


class TextChanged(DomainError):
    """Somebody else has saved the same text of the public page since it was looked at."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(at)
        self.by, self.at = by, at


class SenderChanged(DomainError):
    """Somebody else has changed how the scheme writes since it was looked at: who and when."""

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(at)
        self.by, self.at = by, at


class CodeRenamed(DomainError):
    """Somebody else has renamed the same campaign code since it was looked at: who, when, how."""

    def __init__(self, by: str, at: datetime, name: str) -> None:
        super().__init__(at)
        self.by, self.at, self.name = by, at, name


class CodeNameTaken(DomainError):
    """Another campaign code of the same channel that is in use has this name."""


class TransitionRefused(DomainError):
    """The table of transitions has no such step."""

    def __init__(self, from_state: str, to_state: str) -> None:
        super().__init__(f"{from_state} -> {to_state}")
        self.from_state, self.to_state = from_state, to_state


class AskedAlready(DomainError):
    """An approval cannot be taken back once anybody was asked."""


class RunOver(DomainError):
    """There is nothing to cancel: the run has ended by itself."""


class ReasonMissing(DomainError):
    """A decline, a rejection or an end needs a coded reason."""


class NoPlaceLeft(DomainError):
    """The volunteer has as many households as they can take."""


class HouseholdNotWaiting(DomainError):
    """The household has the volunteers it asked for, or is not ready for one."""


class Restricted(DomainError):
    """What is known of this person may only be kept, until the restriction is lifted."""


class LogoRefused(DomainError):
    """A file cannot be a scheme's logo.

    Attributes:
        fault: a word of `web.services.logos.Fault`.
    """

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


class ReopenRefused(DomainError):
    """The match ended too long ago to go on as if nothing had been; it may be proposed anew."""


class DateRefused(DomainError):
    """The day lies in the future, or before what it must come after."""


class PairForbidden(DomainError):
    """One side asked never to meet the other, or the two were tried before."""


class ScreeningMissing(DomainError):
    """There are children, and the volunteer's extract was not seen, or is not in order."""


class NotYourNote(DomainError):
    """Only who wrote a note may change or remove it."""


class MovedTooOften(DomainError):
    """A volunteer changed their own address twice lately; the next change is a coordinator's."""


class LinkRefused(DomainError):
    """A link is wrong, used, revoked or expired; which one is not told to a stranger."""


class CodeRefused(DomainError):
    """The typed code is wrong or too old.

    Attributes:
        tries_left: how often one may still try before a new code is needed.
    """

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left


class ContactTaken(DomainError):
    """The address or number belongs to somebody who signed up before."""

    def __init__(self, party_id: int) -> None:
        super().__init__(party_id)
        self.party_id = party_id


class AnswerClosed(DomainError):
    """The time in which an answer may be given or changed is over; what was said is kept."""


class StepMissing(DomainError):
    """Something must be known or done before this step.

    Attributes:
        steps: what is missing, as words of `web.services.path.Step`.
    """

    def __init__(self, steps: tuple[str, ...]) -> None:
        super().__init__(", ".join(steps))
        self.steps = steps


class TaskDone(DomainError):
    """Somebody else has seen to it.

    Attributes:
        by: who, or an empty string where what it asked for happened by itself.
        at: when.
    """

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__(at)
        self.by, self.at = by, at


class TaskHandedOver(DomainError):
    """Somebody else has handed it over since it was looked at: who, when and to whom."""

    def __init__(self, by: str, at: datetime, to: str) -> None:
        super().__init__(at)
        self.by, self.at, self.to = by, at, to


class TaskPutOff(DomainError):
    """Somebody else has put it off since it was looked at: who, when and until which day.

    Attributes:
        until: None where it is back on the list.
    """

    def __init__(self, by: str, at: datetime, until: date | None) -> None:
        super().__init__(at)
        self.by, self.at, self.until = by, at, until


class HouseholdEntrusted(DomainError):
    """Somebody else has changed whose a household is since it was looked at.

    Attributes:
        by: who, or an empty string where nobody is known.
        at: when, where that is known.
        to: the coordinator by now, or an empty string for nobody.
    """

    def __init__(self, by: str, at: datetime | None, to: str) -> None:
        super().__init__(at)
        self.by, self.at, self.to = by, at, to


class AbsenceClash(DomainError):
    """One of the two is away, or stands in for somebody, in those days.

    Attributes:
        who: the one who cannot.
        stands_in_for: for whom, or an empty string where they are away themselves.
    """

    def __init__(self, who: str, stands_in_for: str, from_on: date, until_on: date) -> None:
        super().__init__(from_on, until_on)
        self.who, self.stands_in_for = who, stands_in_for
        self.from_on, self.until_on = from_on, until_on


class FollowUpChanged(DomainError):
    """A question was asked, moved or left out since it was looked at."""


class RoundBegun(DomainError):
    """The yearly evaluation has opened: what is asked stays as it is."""


class RoundNotBegun(DomainError):
    """The yearly evaluation has not opened: nobody is invited yet."""


class QuestionOutdated(DomainError):
    """What a family was about to be asked would no longer bring anybody."""


class NobodyChosen(DomainError):
    """Of those who could be asked everybody was left out."""
