"""What became of an invented pair: dates, answers and states that follow from each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

import numpy as np

from web.models import Match, MatchEvent
from web.models.vocabulary import (
    PLACE_TAKING_STATES,
    Answer,
    DeclineReason,
    EndReason,
    MatchState,
    RejectReason,
)
from web.services.clock import local_date
from web.services.demo.pairing import Known

# How stories go, in percent.
FATES = {
    MatchState.ACTIVE: 46,
    MatchState.ENDED: 20,
    MatchState.PAUSED: 4,
    MatchState.ACCEPTED: 6,
    MatchState.APPROVED: 7,
    MatchState.DECLINED: 7,
    MatchState.LAPSED: 4,
    MatchState.CANCELLED: 2,
    MatchState.REJECTED: 4,
}
# How the stories went that were over before the present one began.
EARLIER_FATES = {
    MatchState.ENDED: 58,
    MatchState.DECLINED: 18,
    MatchState.LAPSED: 10,
    MatchState.REJECTED: 9,
    MatchState.CANCELLED: 5,
}
END_REASONS = {
    EndReason.GOAL_REACHED: 34, EndReason.MOVED_HOUSE: 20, EndReason.NO_TIME: 14,
    EndReason.NO_CLICK: 10, EndReason.NO_CONTACT: 14, EndReason.HOUSEHOLD_LEFT: 4,
    EndReason.VOLUNTEER_LEFT: 4,
}  # fmt: skip
MEAN_LIFE_DAYS = 240
Word = TypeVar("Word", MatchState, EndReason)
_TOOK_UP = {MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED, MatchState.ENDED}
_MET = {MatchState.ACTIVE, MatchState.PAUSED, MatchState.ENDED}


@dataclass(slots=True)
class Teller:
    """Writes stories for one scheme."""

    scheme_id: int
    coordinator_id: int
    now: datetime
    random: np.random.Generator

    def tell(self, fates: Mapping[MatchState, int], volunteer: Known, household: Known) -> Match:
        """A match with its history; takes the volunteer's place where the story does."""
        fate = self._pick(fates)
        proposed = self._proposed_at(fate, volunteer, household)
        match = Match(
            scheme_id=self.scheme_id,
            volunteer_id=volunteer.party_id,
            household_id=household.party_id,
            state=fate,
            points=int(self.random.integers(4200, 9200)),
            proposed_at=proposed,
        )
        self._event(match, None, MatchState.PROPOSED, proposed)
        if fate is MatchState.REJECTED:
            match.reason = RejectReason.BETTER_PAIR
            self._event(match, MatchState.PROPOSED, fate, proposed + timedelta(days=1))
        else:
            self._approve(match, fate, proposed + timedelta(days=1, hours=3))
        if fate in PLACE_TAKING_STATES:
            volunteer.free -= 1
            household.free = 0
        # Whatever comes next for this family comes after.
        household.joined = match.events[-1].at
        return match

    def _approve(self, match: Match, fate: MatchState, at: datetime) -> None:
        match.approved_at = at
        match.answer_by = local_date(at) + timedelta(days=7)
        self._event(match, MatchState.PROPOSED, MatchState.APPROVED, at)
        if fate in {MatchState.DECLINED, MatchState.LAPSED}:
            self._refuse(match, fate, at)
        elif fate in _TOOK_UP or fate is MatchState.CANCELLED:
            match.volunteer_answer = match.household_answer = Answer.YES
            match.accepted_at = at + timedelta(days=2)
            self._event(match, MatchState.APPROVED, MatchState.ACCEPTED, match.accepted_at)
            if fate is MatchState.CANCELLED:
                match.reason = EndReason.MOVED_HOUSE
                self._event(match, MatchState.ACCEPTED, fate, at + timedelta(days=9))
            elif fate in _MET:
                self._meet(match, fate, match.accepted_at + timedelta(days=8))
        elif self.random.random() < 0.5:
            match.volunteer_answer = Answer.YES

    def _refuse(self, match: Match, fate: MatchState, at: datetime) -> None:
        if fate is MatchState.DECLINED:
            match.volunteer_answer, match.reason = Answer.NO, DeclineReason.NO_TIME
        self._event(match, MatchState.APPROVED, fate, at + timedelta(days=5))

    def _meet(self, match: Match, fate: MatchState, at: datetime) -> None:
        met = local_date(at)
        match.first_meeting_on = match.charter_signed_on = met
        self._event(match, MatchState.ACCEPTED, MatchState.ACTIVE, at)
        today = local_date(self.now)
        life = timedelta(days=1 + int(self.random.exponential(MEAN_LIFE_DAYS)))
        if fate is MatchState.ENDED:
            if life >= today - met:
                # It would still be alive: it ended somewhere between instead.
                life = (today - met) * float(self.random.uniform(0.3, 0.95))
            match.ended_on = met + max(life, timedelta(days=1))
            match.reason = self._pick(END_REASONS)
            self._event(match, MatchState.ACTIVE, fate, _later_on(match.ended_on, at))
        elif fate is MatchState.PAUSED:
            match.paused_on = today - timedelta(days=int(self.random.integers(3, 30)))
            match.paused_on = max(match.paused_on, met)
            self._event(match, MatchState.ACTIVE, fate, _later_on(match.paused_on, at))

    def _proposed_at(self, fate: MatchState, volunteer: Known, household: Known) -> datetime:
        """Late for what is still under way; any time since both were there for the rest."""
        if fate is MatchState.APPROVED:
            return self.now - timedelta(days=float(self.random.uniform(2, 6)))
        if fate is MatchState.ACCEPTED:
            return self.now - timedelta(days=float(self.random.uniform(6, 22)))
        earliest = max(volunteer.joined, household.joined) + timedelta(days=25)
        latest = self.now - timedelta(days=20)
        if earliest >= latest:
            return latest
        # Most families are proposed a neighbour in their first weeks, a few much later.
        return earliest + (latest - earliest) * float(self.random.beta(1, 3))

    def _event(
        self, match: Match, before: MatchState | None, after: MatchState, at: datetime
    ) -> None:
        match.events.append(
            MatchEvent(
                scheme_id=self.scheme_id,
                at=min(at, self.now),
                actor_id=self.coordinator_id,
                from_state=before,
                to_state=after,
                reason=match.reason if after is match.state else None,
            )
        )

    def _pick(self, weights: Mapping[Word, int]) -> Word:
        words = list(weights)
        shares = np.array(list(weights.values()), dtype=float)
        return words[int(self.random.choice(len(words), p=shares / shares.sum()))]


def _later_on(day: date, before: datetime) -> datetime:
    """At noon of the day, or an hour after what came before on the same day."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=before.tzinfo)
    return max(noon, before + timedelta(hours=1))
