"""A big run in parts: rows that any number of workers solve in any order, and one union.

Each part, and then the union, is a job like any other: due rows that are claimed with a lease. The
chord that `web.doorbell` rings only makes it prompt. The last part that is solved writes the job of
the union; parts and union that are done twice are written once.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

import matcher
from matcher import Part, PartResult
from web.models import MatchRun, MatchRunPart
from web.models.engine import reading_only
from web.models.vocabulary import Progress
from web.services import clock, match_results, match_runs, matching_input, outbox
from web.services.matching_input import Inputs
from web.services.progress import NoLongerWanted, Teller
from web.services.transaction import Transaction

PART = "match_part"
UNION = "match_union"

DIVIDE_FROM = 16_000_000
"""Volunteers x households from which a run may be divided: 4,000 a side."""

MOST_PARTS = 32
"""Some for each worker, so that a slow one holds up little; not thousands of tasks."""

MOST_IN_ONE = 0.8
"""Not divided when one part holds more of the feasible pairs: the others would save too little."""


def execute(transaction: Transaction, run_id: int) -> None:
    """Divide the run if that is worth it, else solve it here; MatcherError as in `match_runs`."""
    with reading_only(), transaction() as session:
        if _parts(session, run_id):
            return
    with suppress(NoLongerWanted):
        inputs, started_at = match_runs.begin(transaction, run_id)
        parts = _divided(inputs, started_at, match_runs.teller(transaction, run_id))
        if len(parts) == 1:
            match_runs.finish(transaction, run_id, inputs, started_at)
            return
        with transaction() as session:
            _write_parts(session, run_id, inputs, parts)


def solve(transaction: Transaction, part_id: int) -> None:
    """Solve a part with no session open and keep what it found; MatcherError as in `match`."""
    with reading_only(), transaction() as session:
        part = session.get(MatchRunPart, part_id)
        if part is None or part.progress is Progress.DONE:
            return
        run = part.run
        if run.progress is not Progress.RUNNING:
            return
        started_at = run.created_at.astimezone(clock.ZONE)
        policy = _people(part).within(matching_input.policy_from(run.policy))
        inputs = matching_input.assemble(
            session, run.scheme_id, part.entrants, policy, run.created_at
        )
        run_id = run.id
    with suppress(NoLongerWanted):
        found = matcher.match(
            inputs.volunteers,
            inputs.households,
            inputs.policy,
            now=started_at,
            progress=lambda _phase, _share: match_runs.ask_whether_wanted(transaction, run_id),
        )
        with transaction() as session:
            _keep(session, part_id, PartResult.of(found))


def unite(transaction: Transaction, run_id: int) -> None:
    """Prove the results of all parts as one and write the run; MatcherError when unproven.

    Somebody whose profile was changed meanwhile may suit people of another part. Then the whole run
    is solved here from the rows as they are now, which is slower and as good.
    """
    with reading_only(), transaction() as session:
        run, parts = session.get(MatchRun, run_id), _parts(session, run_id)
        if run is None or not _all_done(parts):
            return
        started_at = run.created_at.astimezone(clock.ZONE)
        policy = matching_input.policy_from(run.policy)
        entrants = run.receipt["entrants"]
        inputs = matching_input.assemble(session, run.scheme_id, entrants, policy, run.created_at)
        still_so = all(_is_still_so(part, inputs, started_at) for part in parts)
        results = [match_results.part_from_json(part.result) for part in parts]
    if still_so:
        matching = matcher.unite(
            results, inputs.volunteers, inputs.households, policy, now=started_at
        )
        with transaction() as session:
            match_runs.write(session, run_id, inputs, matching, len(parts))
    else:
        with suppress(NoLongerWanted):
            match_runs.finish(transaction, run_id, inputs, started_at)
    with transaction() as session:
        _forget(session, run_id)


def fail_run(session: Session, run_id: int, now: datetime) -> None:
    """Nobody will try this run again."""
    match_runs.fail(session, run_id, now)
    _forget(session, run_id)


def fail_part(session: Session, part_id: int, now: datetime) -> None:
    """A run that lacks a part cannot be finished."""
    part = session.get(MatchRunPart, part_id)
    if part is not None:
        fail_run(session, part.run_id, now)


def _divided(inputs: Inputs, now: datetime, tell: Teller) -> tuple[Part, ...]:
    """The parts that are worth solving apart; one part where none are."""
    whole = Part((), (), 0)
    if len(inputs.volunteers) * len(inputs.households) < DIVIDE_FROM:
        return (whole,)
    parts = matcher.parts_of(
        inputs.volunteers,
        inputs.households,
        inputs.policy,
        now=now,
        most_parts=MOST_PARTS,
        progress=tell,
    )
    most = parts[0].pairs / max(1, sum(part.pairs for part in parts))
    return (whole,) if most > MOST_IN_ONE else parts


def _write_parts(session: Session, run_id: int, inputs: Inputs, parts: tuple[Part, ...]) -> None:
    run = _hold(session, run_id)
    if run.progress is not Progress.RUNNING or _parts(session, run_id):
        return
    now, entrants = clock.now(session), inputs.entrants()
    run.policy = matching_input.policy_to_json(inputs.policy)
    run.receipt = {"entrants": entrants}
    run.phase, run.percent = "assignment", match_runs.PHASES["assignment"][0]
    rows = [
        MatchRunPart(
            scheme_id=run.scheme_id,
            run_id=run.id,
            position=position,
            entrants={
                "volunteers": {name: entrants["volunteers"][name] for name in part.volunteers},
                "households": {name: entrants["households"][name] for name in part.households},
            },
        )
        for position, part in enumerate(parts)
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        outbox.enqueue(
            session,
            PART,
            run.scheme_id,
            row.id,
            dedupe_key=f"{PART}:{run.id}:{row.position}",
            now=now,
            ring=False,
        )
    outbox.ring_parts(session, run.id, [row.id for row in rows])


def _keep(session: Session, part_id: int, found: PartResult) -> None:
    """Write a part's result once; with the last one, what unites them becomes due."""
    part = session.get(MatchRunPart, part_id)
    if part is None:
        return
    # One at a time, so that one of the parts knows that it is the last.
    run = _hold(session, part.run_id)
    session.refresh(part)
    if part.progress is Progress.DONE or run.progress is not Progress.RUNNING:
        return
    part.result, part.progress = match_results.part_to_json(found), Progress.DONE
    session.flush()
    parts = _count(session, run.id)
    done = _count(session, run.id, Progress.DONE)
    first, last = match_runs.PHASES["assignment"]
    run.percent = first + (last - first) * done // parts
    if done == parts:
        run.phase = "explanation"
        now = clock.now(session)
        key = f"{UNION}:{run.id}"
        outbox.enqueue(session, UNION, run.scheme_id, run.id, dedupe_key=key, now=now)


def _is_still_so(part: MatchRunPart, inputs: Inputs, now: datetime) -> bool:
    """Whether the part was solved from its people as they are now."""
    people = _people(part).among(inputs.volunteers, inputs.households)
    return match_results.part_from_json(part.result).is_still_of(*people, now)


def _people(part: MatchRunPart) -> Part:
    return Part(tuple(part.entrants["volunteers"]), tuple(part.entrants["households"]), 0)


def _hold(session: Session, run_id: int) -> MatchRun:
    run = session.get_one(MatchRun, run_id, with_for_update={"key_share": True})
    session.refresh(run)
    return run


def _parts(session: Session, run_id: int) -> list[MatchRunPart]:
    rows = session.scalars(
        select(MatchRunPart).where(MatchRunPart.run_id == run_id).order_by(MatchRunPart.position)
    )
    return list(rows)


def _all_done(parts: list[MatchRunPart]) -> bool:
    return bool(parts) and all(part.progress is Progress.DONE for part in parts)


def _count(session: Session, run_id: int, *progress: Progress) -> int:
    counted = select(func.count()).select_from(MatchRunPart).where(MatchRunPart.run_id == run_id)
    if progress:
        counted = counted.where(MatchRunPart.progress.in_(progress))
    return session.scalar(counted) or 0


def _forget(session: Session, run_id: int) -> None:
    """What the parts held is in the run now, or of no use any more."""
    session.execute(delete(MatchRunPart).where(MatchRunPart.run_id == run_id))
