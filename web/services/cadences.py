"""Each scheme's cadence: which is in force, and what a new one does to what is planned already."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from web.models import FollowUp, Party, Scheme, SchemeCadence
from web.models.vocabulary import Side
from web.queries import cadences as queries
from web.queries.cadences import Question
from web.services import cadence, clock, schemes
from web.services.cadence import USUAL, Cadence
from web.services.errors import TextChanged
from web.services.insert_once import insert_missing
from web.services.places import in_parts


@dataclass(frozen=True, slots=True)
class Effect:
    """What a cadence does to what is planned: ids to drop, rows to add, and how many stay.

    Attributes:
        by_hand: of those that stay, how many somebody moved or left out by hand.
    """

    dropped: list[int]
    added: list[dict[str, object]]
    kept: int
    by_hand: int
    matches: int


def in_force(session: Session, scheme_id: int) -> Cadence:
    return as_value(queries.newest(session, scheme_id))


def every(session: Session) -> list[tuple[int, Cadence]]:
    """Each scheme, by its id, with the cadence it goes by."""
    return [(scheme_id, as_value(row)) for scheme_id, row in queries.every(session)]


def as_value(row: SchemeCadence | None) -> Cadence:
    if row is None:
        return USUAL
    return Cadence(
        tuple(row.first_steps),
        row.tail_months,
        row.remind_after_days,
        row.silent_after_days,
        row.meeting_alarm_days,
    )


def effect(session: Session, scheme_id: int, wanted: Cadence, today: date) -> Effect:
    """What would become of the planned questions. Two queries.

    Only what is still to come changes: what was asked stays asked, what a person has moved or left
    out stays as they wanted it, and no question is made up for a day that has gone by.
    """
    planned, asked = _questions(session, scheme_id)
    dropped, added, kept, by_hand = [], [], 0, 0
    living = queries.living(session, scheme_id)
    for match_id, met_on, volunteer_id, household_id in living:
        to_come = wanted.planned_after(met_on, today)
        for side, party_id in ((Side.VOLUNTEER, volunteer_id), (Side.HOUSEHOLD, household_id)):
            there = planned.get((match_id, side), [])
            steps = to_come + _beyond_skipped(there, to_come, wanted, met_on)
            for row in there:
                decided = row.planned_on is not None or row.skipped_at is not None
                # What is due already is about to be asked.
                if decided or row.due_on <= today or row.step in steps:
                    kept += 1
                    by_hand += decided
                else:
                    dropped.append(row.id)
            known = {row.step for row in there} | asked.get((match_id, side), set())
            added += [
                {
                    "scheme_id": scheme_id,
                    "match_id": match_id,
                    "party_id": party_id,
                    "side": side,
                    "step": step,
                    "due_on": cadence.due_on(step, met_on),
                }
                for step in steps
                if step not in known
            ]
    return Effect(dropped, added, kept, by_hand, len(living))


def save(
    session: Session,
    scheme: Scheme,
    wanted: Cadence,
    *,
    answer_days: int,
    actor: Party,
    version: int,
    now: datetime,
) -> Effect:
    """Go by this cadence from now on, also for what is planned already.

    Args:
        answer_days: how long both sides have to answer a proposal that is approved from now on.
        version: of the cadence on the page, 0 where it was the usual one.

    Raises:
        TextChanged: a colleague has saved another one since, with who and when.
    """
    schemes.hold(session, scheme.id)
    present = queries.newest(session, scheme.id)
    if present is not None and present.version != version:
        raise TextChanged(present.saved_by.full_name, present.saved_at)
    session.add(
        SchemeCadence(
            scheme_id=scheme.id,
            version=version + 1 if present else 1,
            first_steps=list(wanted.first_steps),
            tail_months=wanted.tail_months,
            remind_after_days=wanted.remind_after_days,
            silent_after_days=wanted.silent_after_days,
            meeting_alarm_days=wanted.meeting_alarm_days,
            saved_by_id=actor.id,
            saved_at=now,
        )
    )
    scheme.answer_days = answer_days
    found = effect(session, scheme.id, wanted, clock.local_date(now))
    for ids in in_parts(found.dropped):
        session.execute(
            # A sweep may have asked it since it was read.
            delete(FollowUp).where(FollowUp.id.in_(ids), FollowUp.asked_at.is_(None))
        )
    insert_missing(session, FollowUp, ("match_id", "side", "step"), found.added)
    return found


def _beyond_skipped(
    there: list[Question], steps: tuple[str, ...], wanted: Cadence, met_on: date
) -> tuple[str, ...]:
    """Where all that comes was left out by hand, what comes after it."""
    skipped = {row.step: row.due_on for row in there if row.skipped_at is not None}
    if not skipped or not set(steps) <= set(skipped):
        return ()
    return wanted.planned_after(met_on, max(skipped.values()))


def _questions(
    session: Session, scheme_id: int
) -> tuple[dict[tuple[int, Side], list[Question]], dict[tuple[int, Side], set[str]]]:
    """Those still to be asked, and the steps of those that were, by match and side."""
    planned: dict[tuple[int, Side], list[Question]] = {}
    asked: dict[tuple[int, Side], set[str]] = {}
    for row in queries.questions_of_living(session, scheme_id):
        if row.asked_at is None:
            planned.setdefault((row.match_id, row.side), []).append(row)
        else:
            asked.setdefault((row.match_id, row.side), set()).add(row.step)
    return planned, asked
