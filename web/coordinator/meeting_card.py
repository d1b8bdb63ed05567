"""What the page of a match shows of its first meeting before it is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.coordinator import shared
from web.coordinator.forms import VersionForm
from web.coordinator.meeting_forms import PlanForm, TimesForm
from web.extensions import db
from web.models import Match, MeetingTime
from web.models.vocabulary import MatchState
from web.queries import meeting_times
from web.services import clock


@dataclass(frozen=True, slots=True)
class MeetingCard:
    times: Sequence[MeetingTime]
    proposing: TimesForm
    planning: PlanForm
    # The form that was sent and not taken.
    open: VersionForm | None

    def may_set(self, time: MeetingTime) -> bool:
        return time.begins_at > shared.now()

    def local(self, time: MeetingTime) -> str:
        """As the form to set one by hand takes it."""
        return time.begins_at.astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M")


def of(match: Match, form: VersionForm | None) -> MeetingCard | None:
    """None once it was held, and before both said yes. One query."""
    if match.state is not MatchState.ACCEPTED or match.first_meeting_on is not None:
        return None
    return MeetingCard(
        meeting_times.of_match(db.session(), match),
        form if isinstance(form, TimesForm) else TimesForm(formdata=None),
        form if isinstance(form, PlanForm) else PlanForm.of(match),
        form,
    )
