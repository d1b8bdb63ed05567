"""Runs of the solver: started by a page, executed by a worker, written down as a receipt."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matcher import FloorsError, Matching, match, match_in_parts
from web.models import MatchRun, MatchRunPart, Party, Scheme
from web.models.engine import reading_only
from web.models.vocabulary import Progress
from web.services import clock, match_results, matching_input, outbox, proposals, schemes
from web.services.errors import NotFound, RunOver
from web.services.matching_input import Inputs
from web.services.progress import UNDER_WAY, NoLongerWanted, Teller, Watch, still_wanted
from web.services.transaction import Transaction

# Share of the whole at the beginning and the end of each phase, in percent.
PHASES = {
    "reading": (0, 10),
    "candidates": (10, 50),
    "assignment": (50, 80),
    "explanation": (80, 90),
    "writing": (90, 100),
}


def start(session: Session, scheme: Scheme, *, actor: Party | None, now: datetime) -> MatchRun:
    """Queue a run; while one is under way, that one is returned instead."""
    schemes.hold(session, scheme.id)
    under_way = _under_way(session, scheme.id)
    if under_way is not None:
        return under_way
    run = MatchRun(scheme_id=scheme.id, started_by_id=actor.id if actor else None, created_at=now)
    session.add(run)
    session.flush()
    outbox.enqueue(
        session, "match_run", scheme.id, run.id, dedupe_key=f"match_run:{run.id}", now=now
    )
    return run


def cancel(session: Session, run: MatchRun, *, actor: Party, now: datetime) -> None:
    """Nobody wants this run any more: what computes it stops at its next step, nothing is written.

    Cancelled twice, the first stays the one who did.

    Raises:
        RunOver: it has ended by itself.
    """
    # Who writes the result holds the scheme, who divides the run or tells how far it is holds
    # its row.
    schemes.hold(session, run.scheme_id)
    session.refresh(run, with_for_update={"key_share": True})
    if run.progress is Progress.CANCELLED:
        return
    if run.progress not in UNDER_WAY:
        raise RunOver
    run.progress, run.cancelled_by_id, run.finished_at = Progress.CANCELLED, actor.id, now
    session.execute(delete(MatchRunPart).where(MatchRunPart.run_id == run.id))


def by_public_id(session: Session, public_id: str) -> MatchRun:
    """Raises NotFound when this scheme has no such run."""
    run = session.scalar(select(MatchRun).where(MatchRun.public_id == public_id))
    if run is None:
        raise NotFound
    return run


def execute(transaction: Transaction, run_id: int, watch: Watch | None = None) -> None:
    """Read, solve with no session open, write everything at once.

    Executed twice, also at the same moment, the run is written once. The instant of the run is
    when it was started, so that it can be replayed.

    Args:
        watch: told the phase and the percent, as the page is.

    Raises:
        MatcherError: bad weights, or a result that could not be proven.
    """
    with suppress(NoLongerWanted):
        inputs, started_at = begin(transaction, run_id)
        finish(transaction, run_id, inputs, started_at, watch)


def begin(transaction: Transaction, run_id: int) -> tuple[Inputs, datetime]:
    """Read what the run is made of, and its instant; NoLongerWanted when it is over already."""
    with transaction() as session:
        still_wanted(session, MatchRun, run_id, progress=Progress.RUNNING, phase="reading")
    with reading_only(), transaction() as session:
        run = session.get_one(MatchRun, run_id)
        started_at = run.created_at.astimezone(clock.ZONE)
        inputs = matching_input.read(session, session.get_one(Scheme, run.scheme_id), started_at)
    if inputs.unkept:
        # Kept at once: what a divided run reads again has only the pins that it could keep.
        with transaction() as session:
            run = session.get_one(MatchRun, run_id)
            run.unkept_pins = [pin.to_json() for pin in inputs.unkept]
    return inputs, started_at


def finish(
    transaction: Transaction,
    run_id: int,
    inputs: Inputs,
    started_at: datetime,
    watch: Watch | None = None,
) -> None:
    """Solve the whole run here, with no session open, and write it.

    Promises to groups that cannot be kept do not stop it: it goes on without them and says so.

    Raises:
        NoLongerWanted: somebody cancelled it meanwhile.
        MatcherError: as `execute`.
    """
    tell = teller(transaction, run_id, watch)
    try:
        matching = _solve(inputs, started_at, tell)
    except FloorsError as refusal:
        inputs = inputs.without_promises(refusal.why)
        matching = _solve(inputs, started_at, tell)
    with transaction() as session:
        write(session, run_id, inputs, matching)


def teller(transaction: Transaction, run_id: int, watch: Watch | None = None) -> Teller:
    """Who shows how far this run is."""
    return Teller(transaction, (MatchRun, run_id), PHASES, watch)


def ask_whether_wanted(transaction: Transaction, run_id: int) -> None:
    """NoLongerWanted when the run is over or was cancelled; for who computes a part of it."""
    with reading_only(), transaction() as session:
        if session.get_one(MatchRun, run_id).progress not in UNDER_WAY:
            raise NoLongerWanted


def fail(session: Session, run_id: int, now: datetime) -> None:
    """Nobody will try this run again."""
    run = session.get(MatchRun, run_id)
    if run is not None and run.progress in UNDER_WAY:
        run.progress, run.finished_at = Progress.FAILED, now


def revive(session: Session, run_id: int) -> bool:
    """Have a failed run wait once more; False where a newer one is under way or it did not fail."""
    run = session.get_one(MatchRun, run_id)
    schemes.hold(session, run.scheme_id)
    session.refresh(run)
    if run.progress is not Progress.FAILED or _under_way(session, run.scheme_id) is not None:
        return False
    run.progress, run.finished_at, run.phase, run.percent = Progress.QUEUED, None, "", 0
    return True


def replay(session: Session, run: MatchRun) -> bool:
    """Solve the run once more from the rows as they are now and its stored policy.

    True when the inputs are still the same to the last bit, and so is the result; False when a
    profile was changed or erased since, or another version gives another result.
    """
    if run.progress is not Progress.DONE:
        return False
    inputs = matching_input.assemble(
        session,
        run.scheme_id,
        run.receipt["entrants"],
        matching_input.policy_from(run.policy),
        run.created_at,
    )
    now = run.created_at.astimezone(clock.ZONE)
    parts = int(run.receipt.get("parts", 1))
    # Of equally good results, a divided run gives the one that its parts give.
    matching = (
        match_in_parts(
            inputs.volunteers, inputs.households, inputs.policy, now=now, most_parts=parts
        )
        if parts > 1
        else _solve(inputs, now, None)
    )
    again = match_results.receipt_to_json(matching, inputs, parts)
    return bool(again == run.receipt)


def _under_way(session: Session, scheme_id: int) -> MatchRun | None:
    return session.scalar(
        select(MatchRun)
        .where(MatchRun.scheme_id == scheme_id, MatchRun.progress.in_(UNDER_WAY))
        .limit(1)
    )


def _solve(inputs: Inputs, now: datetime, tell: Teller | None) -> Matching:
    return match(inputs.volunteers, inputs.households, inputs.policy, now=now, progress=tell)


def write(
    session: Session, run_id: int, inputs: Inputs, matching: Matching, parts: int = 1
) -> None:
    """Write the result of a run that was solved in so many parts, unless it is written already."""
    run = session.get_one(MatchRun, run_id)
    # One writer of proposals a scheme; whoever comes second finds the run done.
    schemes.hold(session, run.scheme_id)
    session.refresh(run)
    if run.progress is not Progress.RUNNING:
        return
    now = clock.now(session)
    started_at = run.created_at.astimezone(clock.ZONE)
    proposals.replace(session, run, matching, now=now)
    run.policy = inputs.decided()
    run.receipt = match_results.receipt_to_json(matching, inputs, parts)
    run.proven = matching.certificate.proven
    run.total = matching.certificate.total
    run.waiting = match_results.waiting_to_json(matching)
    run.alternatives = match_results.alternatives_to_json(matching, inputs, started_at)
    run.progress, run.phase, run.percent = Progress.DONE, "writing", 100
    run.finished_at = now
