"""Proposals of a scheme: what a run puts in their place, and what a coordinator adds by hand."""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from matcher import Matching, Reason, Rule, Score, explain_pair
from web.models import Household, Match, MatchRun, Party, Scheme, Volunteer
from web.models.vocabulary import LIVE_MATCH_STATES, InsistReason, MatchState, Progress
from web.queries import decided
from web.services import clock, match_results, matching_input, persons, screening
from web.services.errors import (
    HouseholdNotWaiting,
    NoPlaceLeft,
    NotFound,
    PairForbidden,
    ReasonMissing,
    ScreeningMissing,
)
from web.services.matches import lift_pair, propose
from web.services.places import (
    hold_households,
    hold_pair,
    hold_volunteers,
    in_parts,
    is_forbidden,
    is_ruled_out,
    places_left,
    volunteers_wanted,
)
from web.services.transitions import SoftwareReason, changed_meanwhile, move

Pair = tuple[int, int]
Side = TypeVar("Side", Volunteer, Household)


def replace(session: Session, run: MatchRun, matching: Matching, *, now: datetime) -> None:
    """Write the run's pairs as the scheme's proposals.

    A pair that waits unanswered keeps its row, and whoever looks at it can still decide; the
    others lapse, but for those that a coordinator insisted on. What has become impossible since the
    run read its rows is left out.
    """
    ours = {pair.volunteer_id for pair in matching.pairs}
    theirs = {pair.household_id for pair in matching.pairs}
    proposed_to = {volunteer_id for volunteer_id, _ in _unanswered(session, run.scheme_id)}
    hold_volunteers(session, proposed_to | _ids(session, Volunteer, ours))
    hold_households(session, _ids(session, Household, theirs))
    # Read only now: some may have left before it was our turn.
    volunteers = _load(session, Volunteer, ours)
    households = _load(session, Household, theirs)
    old = _unanswered(session, run.scheme_id)
    for pair in matching.pairs:
        volunteer, household = volunteers[pair.volunteer_id], households[pair.household_id]
        kept = old.pop((volunteer.id, household.id), None)
        if kept is not None:
            criteria = match_results.criteria_to_json(pair.criteria)
            _keep(session, kept, run, points=pair.points, criteria=criteria)
        elif still_possible(session, volunteer, household):
            propose(
                session,
                volunteer,
                household,
                actor=None,
                run=run,
                points=pair.points,
                criteria=match_results.criteria_to_json(pair.criteria),
                now=now,
            )
    for match in old.values():
        # What somebody insisted on against a rule no run would find: it waits for their decision,
        # among what the run proposes.
        if match.in_spite_of:
            _keep(session, match, run)
            continue
        move(
            session,
            match,
            MatchState.LAPSED,
            actor=None,
            reason=SoftwareReason.SUPERSEDED,
            now=now,
        )


def explain(
    session: Session, volunteer: Volunteer, household: Household, *, now: datetime
) -> list[Reason] | Score:
    """Why these two cannot be matched now, or what the pair is worth.

    Someone without a place known to us can be matched with nobody: then there is no reason to
    compute, and the list is empty.
    """
    if not (volunteer.has_place and household.has_place):
        return []
    scheme = session.get_one(Scheme, volunteer.scheme_id)
    today = clock.local_date(now)
    return explain_pair(
        matching_input.volunteer_as_seen(volunteer, places_left(session, volunteer), today),
        matching_input.household_as_seen(household, volunteers_wanted(session, household), today),
        matching_input.policy_of(session, scheme),
        now.astimezone(clock.ZONE),
    )


def propose_by_hand(
    session: Session,
    volunteer: Volunteer,
    household: Household,
    *,
    actor: Party,
    reason: InsistReason | None = None,
    note: str = "",
    run: MatchRun | None = None,
    now: datetime,
) -> Match:
    """A coordinator proposes a pair, for instance the next best volunteer of `run`.

    It waits among the proposals of that run, else among those of the newest one.

    A rule that the pair breaks, or that the two were tried before, does not forbid it: a
    coordinator may know better, and says why. Screening and 'never this person' are no such
    rules: they protect people, whoever asks. The same click twice proposes once.

    Raises:
        NoPlaceLeft, HouseholdNotWaiting, ScreeningMissing, PairForbidden, NotFound (of different
            schemes).
        ReasonMissing: the pair breaks a rule and nobody says why it is proposed all the same.
        ChangedMeanwhile: the two have a live match, with who made it and its state.
    """
    if volunteer.scheme_id != household.scheme_id:
        raise NotFound
    hold_pair(session, volunteer, household)
    live = decided.of_pair(session, volunteer.id, household.id).live
    if live is not None:
        if live.state is MatchState.PROPOSED and live.events[-1].actor_id == actor.id:
            return live
        raise changed_meanwhile(live)
    _require_what_holds_whoever_asks(session, volunteer, household, now)
    score = explain(session, volunteer, household, now=now)
    broken = [] if isinstance(score, Score) else [one.rule for one in score]
    if broken and reason is None:
        raise ReasonMissing
    if Rule.FORBIDDEN in broken:
        lift_pair(session, volunteer.id, household.id, actor=actor, now=now)
    if broken:
        persons.record(session, household, actor, "proposed_in_spite", now)
    known = score if isinstance(score, Score) else None
    return propose(
        session,
        volunteer,
        household,
        actor=actor,
        run=run or _newest_run(session, volunteer.scheme_id),
        points=known.points if known else 0,
        criteria=match_results.criteria_to_json(known.criteria) if known else (),
        in_spite_of=broken,
        reason=reason if broken else None,
        note=note,
        now=now,
    )


def _newest_run(session: Session, scheme_id: int) -> MatchRun | None:
    return session.scalar(
        select(MatchRun)
        .where(MatchRun.scheme_id == scheme_id, MatchRun.progress == Progress.DONE)
        .order_by(MatchRun.id.desc())
        .limit(1)
    )


def _require_what_holds_whoever_asks(
    session: Session, volunteer: Volunteer, household: Household, now: datetime
) -> None:
    if places_left(session, volunteer) == 0:
        raise NoPlaceLeft
    if volunteers_wanted(session, household) == 0:
        raise HouseholdNotWaiting
    if screening.is_missing(volunteer, household, clock.local_date(now)):
        raise ScreeningMissing
    if is_ruled_out(session, volunteer.id, household.id):
        raise PairForbidden


def _unanswered(session: Session, scheme_id: int) -> dict[Pair, Match]:
    rows = session.scalars(
        select(Match)
        .where(Match.scheme_id == scheme_id, Match.state == MatchState.PROPOSED)
        .execution_options(populate_existing=True)
    )
    return {(match.volunteer_id, match.household_id): match for match in rows}


def _ids(session: Session, kind: type[Side], public_ids: set[str]) -> set[int]:
    return {
        one
        for some in in_parts(sorted(public_ids))
        for one in session.scalars(select(kind.id).where(kind.public_id.in_(some)))
    }


def _load(session: Session, kind: type[Side], public_ids: set[str]) -> dict[str, Side]:
    """By public id, as they are now."""
    found: dict[str, Side] = {}
    for some in in_parts(sorted(public_ids)):
        named = select(kind).where(kind.public_id.in_(some))
        rows = session.scalars(named.execution_options(populate_existing=True))
        found |= {row.public_id: row for row in rows}
    return found


def _keep(session: Session, match: Match, run: MatchRun, **found: object) -> None:
    """Give the row to the run, with what that found, without a new version: it is the same."""
    session.execute(
        update(Match.__table__)  # type: ignore[arg-type]
        .where(Match.__table__.c.id == match.id)
        .values(run_id=run.id, **found)
    )
    session.expire(match)


def still_possible(session: Session, volunteer: Volunteer, household: Household) -> bool:
    """Whether both have room, nothing forbids it and no match of the two lives."""
    live = session.scalar(
        select(Match.id).where(
            Match.volunteer_id == volunteer.id,
            Match.household_id == household.id,
            Match.state.in_(LIVE_MATCH_STATES),
        )
    )
    return (
        places_left(session, volunteer) > 0
        and volunteers_wanted(session, household) > 0
        and not is_forbidden(session, volunteer.id, household.id)
        and live is None
    )
