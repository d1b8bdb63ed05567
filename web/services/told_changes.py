"""A family tells us, by its link, that something has changed.

What matching needs is taken at once and stands in the history. A new number or address of mail
waits for a yes over the old one, since a link may be in the wrong hands; an address is taken twice
in 30 days, and the third waits for a coordinator. Whatever waits is a task.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from web.models import Household, Party, ToldChange
from web.models.vocabulary import Answer, HouseholdState, TaskKind, Topic
from web.queries import told_changes as queries
from web.services import household_profiles, households, moves, outbox, places, tasks
from web.services.errors import AnswerClosed, ChangedMeanwhile, NotFound

CONTACTS = frozenset({Topic.PHONE, Topic.EMAIL})


def tell(
    session: Session, household: Household, topic: Topic, told: dict[str, Any], now: datetime
) -> ToldChange | None:
    """Take what the family told, or keep it until it is confirmed; twice the same counts once.

    Args:
        told: attributes of a `Referral` that belong to the topic, or `words`.

    Returns:
        What waits; None where it has taken effect.

    Raises:
        AnswerClosed: the family has left the scheme.
    """
    places.hold_household(session, household)
    if household.state is HouseholdState.LEFT:
        raise AnswerClosed
    known = household_profiles.known(household)
    if topic is not Topic.OTHER and all(getattr(known, name) == told[name] for name in told):
        return None
    if _takes_effect(session, household, topic, now):
        household_profiles.revise(session, household, told, household, now)
        return None
    return _keep(session, household, topic, _written(told), now)


def answer(session: Session, change: ToldChange, said: Answer, now: datetime) -> None:
    """What was said over the old contact: a yes takes the new one, a no is for a coordinator.

    Raises:
        AnswerClosed: it is settled.
    """
    household = change.household
    places.hold_household(session, household)
    session.refresh(change)
    if change.taken and said is Answer.YES:
        return
    if change.settled_at is not None or household.state is HouseholdState.LEFT:
        raise AnswerClosed
    if said is Answer.YES:
        _take(session, change, household, now)
    elif said is Answer.NO:
        change.denied_at = change.denied_at or now
        tasks.renew(session, change.scheme_id, _task_key(change), _evidence(change))
    elif said is Answer.CALL_ME:
        households.ask_to_be_called(session, household, now)
    session.flush()


def settle(
    session: Session, change: ToldChange, *, take: bool, actor: Party, now: datetime
) -> None:
    """A coordinator has read it and takes it over, or does not.

    Raises:
        ChangedMeanwhile: it is settled already, the other way.
    """
    places.hold_household(session, change.household)
    session.refresh(change)
    if change.settled_at is not None:
        if bool(change.taken) is not take:
            raise ChangedMeanwhile("settled", "", change.settled_at)
        return
    if take and change.topic is not Topic.OTHER:
        _take(session, change, actor, now)
    else:
        _close(session, change, taken=take, now=now)
    change.settled_by_id = actor.id
    session.flush()


def of_party(session: Session, told_id: int, party: Party) -> ToldChange:
    """Raises NotFound when this family told no such thing."""
    change = queries.by_id(session, told_id)
    if change is None or change.household_id != party.id:
        raise NotFound
    return change


def by_public_id(session: Session, public_id: str) -> ToldChange:
    """Raises NotFound when this scheme has no such thing."""
    change = queries.by_public_id(session, public_id)
    if change is None:
        raise NotFound
    return change


def _takes_effect(session: Session, household: Household, topic: Topic, now: datetime) -> bool:
    if topic is Topic.ADDRESS:
        return moves.may_move(session, household, now)
    return topic not in CONTACTS | {Topic.OTHER}


def _keep(
    session: Session, household: Household, topic: Topic, text: str, now: datetime
) -> ToldChange:
    before = [one for one in queries.waiting(session, household) if one.topic is topic]
    for one in before:
        if one.told == text:
            return one
        if topic is not Topic.OTHER:
            # Of two new numbers the later one counts.
            _close(session, one, taken=False, now=now)
    change = ToldChange(
        scheme_id=household.scheme_id, household=household, topic=topic, told=text, told_at=now
    )
    session.add(change)
    session.flush()
    tasks.open_task(
        session,
        TaskKind.TOLD_CHANGE,
        scheme_id=household.scheme_id,
        party=household,
        evidence=_evidence(change),
        dedupe_key=_task_key(change),
        now=now,
    )
    if topic in CONTACTS and (household.phone or household.email):
        outbox.notify(
            session,
            household,
            "contact_change",
            params={"subject_id": change.id, "topic": topic.value},
            dedupe_key=f"contact_change:{change.id}",
            now=now,
            at_once=True,
        )
    return change


def _take(session: Session, change: ToldChange, actor: Party, now: datetime) -> None:
    household_profiles.revise(session, change.household, _read(change), actor, now)
    _close(session, change, taken=True, now=now)


def _close(session: Session, change: ToldChange, *, taken: bool, now: datetime) -> None:
    change.settled_at, change.taken = now, taken
    tasks.settle(session, change.scheme_id, _task_key(change), now)


def _written(told: dict[str, Any]) -> str:
    return "\n".join(str(value) for value in told.values())


def _read(change: ToldChange) -> dict[str, Any]:
    """As `household_profiles.revise` wants it."""
    if change.topic is Topic.ADDRESS:
        postcode, _line_break, street = change.told.partition("\n")
        return {"postcode": postcode, "street": street}
    return {change.topic.value: change.told}


def _evidence(change: ToldChange) -> dict[str, Any]:
    return {"topic": change.topic.value, "denied": change.denied_at is not None}


def _task_key(change: ToldChange) -> str:
    return f"told_change:{change.id}"
