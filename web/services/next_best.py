"""After a lapse: who said yes in vain is proposed the next best, for a coordinator to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from matcher import Score
from web.models import Household, Match, MatchEvent, MatchRun, Volunteer
from web.models.vocabulary import MatchState, Side
from web.services import clock, match_results, proposals, screening
from web.services.matches import propose
from web.services.one_by_one import one_by_one
from web.services.places import hold_pair_if_free, hold_pairs
from web.services.transitions import SoftwareReason, hold, record

# An older lapse was seen by a person, or by a newer run.
LATELY = timedelta(days=2)
# Each is computed afresh, since the run knew them as they were.
MOST_TRIED = 8

_DONE = (SoftwareReason.NEXT_BEST, SoftwareReason.NOBODY_ELSE)


def propose_due(session: Session, now: datetime) -> int:
    """For every match that lapsed lately, once. Returns how many proposals were made.

    Who stayed silent is called first (`unanswered`); proposing them to somebody else at once would
    only make another one wait. Nobody is written to: a proposal is the coordinator's.
    """
    later = aliased(MatchEvent)
    done = select(later.id).where(
        later.match_id == Match.id, later.reason.in_([one.value for one in _DONE])
    )
    lapsed = session.execute(
        select(Match.id, Match.volunteer_id, Match.household_id)
        .join(Match.events)
        .where(
            Match.state == MatchState.LAPSED,
            MatchEvent.to_state == MatchState.LAPSED,
            MatchEvent.reason == SoftwareReason.NO_ANSWER,
            MatchEvent.at > now - LATELY,
            ~done.exists(),
        )
        .order_by(Match.volunteer_id, Match.id)
    ).all()
    hold_pairs(session, [(one.volunteer_id, one.household_id) for one in lapsed])
    propose_for = partial(_propose_for, session, now)
    return one_by_one(session, Match, [one.id for one in lapsed], propose_for)


def _propose_for(session: Session, now: datetime, match: Match) -> int:
    hold(session, match)
    session.refresh(match, ["events"])
    if any(event.reason in _DONE for event in match.events):
        return 0
    made = sum(
        _first_that_fits(session, match, side, now)
        for side in Side
        if match.answer(side) is not None
    )
    reason = SoftwareReason.NEXT_BEST if made else SoftwareReason.NOBODY_ELSE
    record(match, match.state, actor=None, reason=reason, now=now)
    session.flush()
    return made


def _first_that_fits(session: Session, match: Match, side: Side, now: datetime) -> bool:
    """Propose the best other one for this side, if there is any."""
    run = session.get(MatchRun, match.run_id) if match.run_id else None
    if run is None or _is_proposed(session, match.party(side).id):
        return False
    for volunteer, household in _pairs(session, match, side, run):
        if _is_proposed(session, (household if side is Side.VOLUNTEER else volunteer).id):
            continue
        if screening.is_missing(volunteer, household, clock.local_date(now)):
            continue
        # Who is busy with somebody else at this moment is passed over: we hold others already.
        if not hold_pair_if_free(session, volunteer, household):
            continue
        if not proposals.still_possible(session, volunteer, household):
            continue
        score = proposals.explain(session, volunteer, household, now=now)
        if isinstance(score, Score):
            criteria = match_results.criteria_to_json(score.criteria)
            propose(
                session,
                volunteer,
                household,
                actor=None,
                run=run,
                points=score.points,
                criteria=criteria,
                now=now,
            )
            return True
    return False


def _pairs(
    session: Session, match: Match, side: Side, run: MatchRun
) -> Iterator[tuple[Volunteer, Household]]:
    """What the run of the match knew of others for this side, the best first."""
    volunteer, household = match.volunteer, match.household
    if side is Side.HOUSEHOLD:
        ranked = [one["volunteer"] for one in run.alternatives.get(household.public_id, [])]
    else:
        ranked = _households_for(run, volunteer.public_id)
    lapsed_with = match.other(side).public_id
    for public_id in [one for one in ranked if one != lapsed_with][:MOST_TRIED]:
        kind = Volunteer if side is Side.HOUSEHOLD else Household
        other = session.scalar(select(kind).where(kind.public_id == public_id))
        if isinstance(other, Volunteer):
            yield other, household
        elif isinstance(other, Household):
            yield volunteer, other


def _households_for(run: MatchRun, volunteer: str) -> list[str]:
    found = [
        (-one["points"], household)
        for household, others in run.alternatives.items()
        for one in others
        if one["volunteer"] == volunteer
    ]
    return [household for _points, household in sorted(found)]


def _is_proposed(session: Session, party_id: int) -> bool:
    """Whether a proposal with them waits for a coordinator already."""
    waiting = select(Match.id).where(
        (Match.volunteer_id == party_id) | (Match.household_id == party_id),
        Match.state == MatchState.PROPOSED,
    )
    return session.scalar(waiting.limit(1)) is not None
