"""A policy tried on the people as they are: at once where that is quick, else by a worker.

A worker's preview is a row with an address of its own. It is computed once however often it is
tried, compares with the policy that is in force when its people are read, and is forgotten after a
day. Several go on beside each other; asked for twice in the same words, the one under way is it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from matcher import (
    FloorsError,
    Matching,
    Policy,
    Progress,
    compare_matchings,
    match,
    price_of_floors_matchings,
)
from web.models import Party, PolicyPreview, Scheme
from web.models.engine import reading_only
from web.models.vocabulary import Progress as State
from web.services import clock, matching_input, outbox, policies, promises, schemes
from web.services.matching_input import Entrants, Inputs
from web.services.policies import Decided
from web.services.preview_results import Preview
from web.services.progress import UNDER_WAY, NoLongerWanted, Teller, still_wanted
from web.services.transaction import Transaction
from web.services.what_if import Tried

PREVIEW = "policy_preview"

AT_ONCE = 250_000
"""Volunteers x households up to which somebody waits for the page: within two seconds."""

AT_ONCE_PROMISED = 40_000
"""The same where either policy makes promises: those may take three runs and an integer program."""

KEPT = timedelta(days=1)

PHASES = {
    "reading": (0, 10),
    "present": (10, 45),
    "tried": (45, 80),
    "without": (80, 90),
    "writing": (90, 100),
}
# What the matcher tells of one run, as shares of that run.
_STAGES = {"candidates": (0.0, 0.4), "assignment": (0.4, 0.9), "explanation": (0.9, 1.0)}

Tell = Callable[[str, float], None]


def ask(
    session: Session,
    scheme: Scheme,
    decided: Decided,
    *,
    name: str,
    actor: Party,
    version: int | None,
    now: datetime,
) -> Preview | PolicyPreview:
    """Compare the policy in force with another one, over everybody who would take part now.

    A preview that is computed here ends the transaction of the session: it has written nothing,
    and SQLite's one writer shall not wait for the solver.

    Args:
        name: what that policy shall be called, if anything was typed yet; kept for the form.
        version: of the policy that was in force on the page; kept for the form.
    """
    entrants = matching_input.entrants_of(session, scheme.id)
    if _is_quick(session, scheme, decided, entrants):
        people, tried = _sides(session, scheme, decided, entrants, now)
        session.rollback()
        return _found(people, tried, now, lambda _phase, _share: None)
    schemes.hold(session, scheme.id)
    asked = {"decided": {**decided}, "name": name, "version": version}
    return _same_under_way(session, scheme, asked, actor) or _queue(
        session, scheme, asked, actor, now
    )


def execute(transaction: Transaction, preview_id: int) -> None:
    """Read, compare with no session open, and write; MatcherError as in `matcher.match`."""
    with suppress(NoLongerWanted):
        with transaction() as session:
            still_wanted(session, PolicyPreview, preview_id, progress=State.RUNNING)
        tell = Teller(transaction, (PolicyPreview, preview_id), PHASES)
        tell("reading", 0.0)
        with reading_only(), transaction() as session:
            row = session.get_one(PolicyPreview, preview_id)
            scheme, decided = session.get_one(Scheme, row.scheme_id), row.decided
            now = row.created_at
            entrants = matching_input.entrants_of(session, scheme.id)
            compared_with = policies.in_force(session, scheme).version
            people, tried = _sides(session, scheme, decided, entrants, now)
        found = _found(people, tried, now, tell)
        with transaction() as session:
            _write(session, preview_id, found, compared_with)


def cancel(session: Session, preview: PolicyPreview, *, actor: Party, now: datetime) -> None:
    """What computes it stops at its next step; a preview that is over stays as it is."""
    over = {"progress": State.CANCELLED, "cancelled_by_id": actor.id, "finished_at": now}
    with suppress(NoLongerWanted):
        still_wanted(session, PolicyPreview, preview.id, **over)


def fail(session: Session, preview_id: int, now: datetime) -> None:
    """Nobody will try this preview again."""
    with suppress(NoLongerWanted):
        still_wanted(session, PolicyPreview, preview_id, progress=State.FAILED, finished_at=now)


def forget_old(session: Session, now: datetime) -> int:
    """What was tried yesterday says little of the people of today."""
    old = PolicyPreview.created_at < now - KEPT
    return len(session.scalars(delete(PolicyPreview).where(old).returning(PolicyPreview.id)).all())


def _is_quick(session: Session, scheme: Scheme, decided: Decided, entrants: Entrants) -> bool:
    promised = policies.in_force(session, scheme).decided[promises.PROMISES] or decided.get(
        promises.PROMISES
    )
    cells = len(entrants["volunteers"]) * len(entrants["households"])
    return cells <= (AT_ONCE_PROMISED if promised else AT_ONCE)


def _same_under_way(
    session: Session, scheme: Scheme, asked: Decided, actor: Party
) -> PolicyPreview | None:
    """What somebody asks for again by a second click, or from another tab."""
    rows = session.scalars(
        select(PolicyPreview).where(
            PolicyPreview.scheme_id == scheme.id,
            PolicyPreview.started_by_id == actor.id,
            PolicyPreview.progress.in_(UNDER_WAY),
        )
    )
    return next(
        (row for row in rows if all(getattr(row, key) == value for key, value in asked.items())),
        None,
    )


def _queue(
    session: Session, scheme: Scheme, asked: Decided, actor: Party, now: datetime
) -> PolicyPreview:
    row = PolicyPreview(scheme_id=scheme.id, started_by_id=actor.id, created_at=now, **asked)
    session.add(row)
    session.flush()
    key = f"{PREVIEW}:{row.id}"
    outbox.enqueue(session, PREVIEW, scheme.id, row.id, dedupe_key=key, now=now)
    return row


def _sides(
    session: Session, scheme: Scheme, decided: Decided, entrants: Entrants, now: datetime
) -> tuple[Inputs, Tried]:
    """The people with the policy in force, and what is to be tried on them."""
    people = matching_input.assemble_now(session, scheme, entrants, now)
    stored = matching_input.policy_to_json(people.policy)
    other = replace(
        matching_input.policy_from({**stored, **decided}),
        floors=promises.floors_of(decided, people.households, clock.local_date(now)),
    )
    return people, Tried.of(other, people, decided)


def _found(people: Inputs, tried: Tried, now: datetime, tell: Tell) -> Preview:
    try:
        return _compared(people, tried, now, tell)
    except FloorsError as refusal:
        # As a run does: it goes on without what it cannot keep.
        plain = people.without_promises(refusal.why)
        bare = replace(tried, policy=replace(tried.policy, floors=()))
        return replace(_compared(plain, bare, now, tell), unkept=refusal.why)


def _compared(people: Inputs, tried: Tried, now: datetime, tell: Tell) -> Preview:
    """FloorsError where the promises of either policy cannot be kept."""
    here, other = now.astimezone(clock.ZONE), tried.policy
    sides = people.volunteers, people.households

    def run(policy: Policy, phase: str) -> Matching:
        would_be = sides if phase == "present" else (tried.volunteers, tried.households)
        return match(*would_be, policy, now=here, progress=_within(tell, phase))

    present, found = run(people.policy, "present"), run(other, "tried")
    price = None
    if other.floors:
        without = run(replace(other, floors=()), "without")
        price = price_of_floors_matchings(people.households, other, found, without)
    tell("writing", 0.0)
    compared = compare_matchings(*sides, (people.policy, present), (other, found), now=here)
    return Preview.of((len(sides[0]), len(sides[1])), compared, price)


def _within(tell: Tell, phase: str) -> Progress:
    """What one run tells, as a phase of the preview."""

    def progress(stage: str, share: float) -> None:
        first, last = _STAGES[stage]
        tell(phase, first + (last - first) * share)

    return progress


def _write(session: Session, preview_id: int, found: Preview, compared_with: int) -> None:
    """Once, however often it was computed; not where it was cancelled or forgotten meanwhile."""
    still_wanted(
        session,
        PolicyPreview,
        preview_id,
        progress=State.DONE,
        percent=100,
        finished_at=clock.now(session),
        compared_with=compared_with,
        result=found.to_json(),
    )
