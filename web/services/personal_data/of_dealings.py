"""What is held of our dealings with somebody: messages, ways in, notes, and who changed what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import ColumnElement, and_, or_

from web.models import (
    AccessCode,
    AuditEvent,
    Base,
    ChangeQuestion,
    ContactChange,
    FieldChange,
    KeptLetter,
    Link,
    Note,
    Notification,
    Party,
    Task,
    ToldChange,
)
from web.services.personal_data.holding import (
    KEYS,
    PUBLIC_KEYS,
    Basis,
    Holding,
    Kept,
    Purpose,
    Section,
    Unshown,
    by,
    in_matches,
    why,
)

_OWNER = why(Unshown.KEY, "party_id")


def _asked_of(party: Party) -> ColumnElement[bool]:
    """Questions to the person, not those to a volunteer about a household."""
    of_household = ChangeQuestion.household_id == party.id
    return or_(
        ChangeQuestion.volunteer_id == party.id,
        and_(of_household, ChangeQuestion.volunteer_id.is_(None)),
    )


def _dealing(
    table: type[Base],
    purpose: Purpose,
    of: Callable[[Party], ColumnElement[bool]],
    shown: tuple[str, ...],
    unshown: Mapping[str, Unshown],
    kept: Kept = Kept.TWO_YEARS,
) -> Holding:
    """Between them and us, gone with them."""
    return Holding(
        table,
        Section.MESSAGES,
        purpose,
        Basis.AGREEMENT,
        kept,
        of,
        shown,
        unshown,
        goes=True,
    )


MESSAGES = (
    _dealing(
        Notification,
        Purpose.CONTACT,
        by(Notification.party_id),
        ("kind", "channel", "created_at", "done_at", "receipt", "receipt_at"),
        {
            **KEYS,
            **_OWNER,
            **why(Unshown.HASH, "sent_to_key"),
            **why(Unshown.TECHNICAL, "counted_on"),
            **why(Unshown.TECHNICAL, "params", "at_once", "dedupe_key", "next_at", "due_at"),
            **why(Unshown.TECHNICAL, "status", "attempts", "first_tried_at", "problem"),
            **why(Unshown.TECHNICAL, "way_given", "instead_of"),
        },
    ),
    _dealing(
        KeptLetter,
        Purpose.CONTACT,
        by(KeptLetter.party_id),
        ("kind", "channel", "kept_at", "recipient", "subject", "text"),
        {**KEYS, **_OWNER},
        Kept.MONTH,
    ),
    _dealing(
        ContactChange,
        Purpose.CONTACT,
        by(ContactChange.party_id),
        ("channel", "contact", "replaced", "asked_at", "confirmed_at"),
        {**KEYS, **_OWNER},
    ),
    _dealing(
        Link,
        Purpose.CONTACT,
        by(Link.party_id),
        ("purpose", "created_at", "expires_at", "revoked_at"),
        {
            **PUBLIC_KEYS,
            **_OWNER,
            **why(Unshown.KEY, "subject_id"),
            **why(Unshown.HASH, "secret_hash"),
        },
    ),
    _dealing(
        AccessCode,
        Purpose.CONTACT,
        by(AccessCode.party_id),
        ("created_at", "expires_at", "used_at"),
        {
            **KEYS,
            **_OWNER,
            **why(Unshown.HASH, "code_hash"),
            **why(Unshown.TECHNICAL, "attempts"),
        },
        Kept.MONTH,
    ),
    _dealing(
        ChangeQuestion,
        Purpose.MATCHING,
        _asked_of,
        ("change", "amount", "asked_at", "answer", "answered_at", "before"),
        {
            **KEYS,
            **why(Unshown.KEY, "household_id", "volunteer_id"),
            **why(Unshown.COLLEAGUE, "asked_by_id"),
        },
    ),
    _dealing(
        ToldChange,
        Purpose.MATCHING,
        by(ToldChange.household_id),
        ("topic", "told", "told_at", "denied_at", "settled_at", "taken"),
        {
            **PUBLIC_KEYS,
            **why(Unshown.KEY, "household_id"),
            **why(Unshown.COLLEAGUE, "settled_by_id"),
        },
    ),
)

_HOW_A_TASK_WENT = {
    **why(Unshown.TECHNICAL, "dedupe_key", "evidence", "version"),
    **why(Unshown.TECHNICAL, "snoozed_until", "snoozed_at"),
    **why(Unshown.COLLEAGUE, "done_by_id", "held_by_id", "handed_by_id", "snoozed_by_id"),
    **why(Unshown.COLLEAGUE, "handed_at", "handed_note"),
}

HISTORY = (
    Holding(
        AuditEvent,
        Section.HISTORY,
        Purpose.PROOF,
        Basis.LEGAL_DUTY,
        Kept.AS_PROOF,
        by(AuditEvent.party_id),
        ("at", "action"),
        {**KEYS, **_OWNER, **why(Unshown.COLLEAGUE, "actor_id")},
    ),
    Holding(
        FieldChange,
        Section.HISTORY,
        Purpose.PROOF,
        Basis.INTEREST,
        Kept.TWO_YEARS,
        by(FieldChange.party_id),
        ("at", "field", "old", "new"),
        {**KEYS, **_OWNER, **why(Unshown.COLLEAGUE, "actor_id")},
        goes=True,
    ),
    Holding(
        Note,
        Section.HISTORY,
        Purpose.ACCOMPANYING,
        Basis.INTEREST,
        Kept.TWO_YEARS,
        by(Note.party_id),
        ("written_at", "edited_at", "removed_at", "text"),
        {
            **PUBLIC_KEYS,
            **_OWNER,
            **why(Unshown.KEY, "match_id"),
            **why(Unshown.COLLEAGUE, "author_id"),
        },
        goes=True,
    ),
    # A note on a match is about two: it is not shown to one, and goes with the first who is erased.
    Holding(
        Note,
        Section.HISTORY,
        Purpose.ACCOMPANYING,
        Basis.INTEREST,
        Kept.TWO_YEARS,
        in_matches(Note.match_id),
        (),
        {
            **PUBLIC_KEYS,
            **_OWNER,
            **why(Unshown.KEY, "match_id"),
            **why(Unshown.COLLEAGUE, "author_id"),
            **why(Unshown.ABOUT_BOTH, "text", "written_at", "edited_at", "removed_at"),
        },
        goes=True,
    ),
    Holding(
        Task,
        Section.HISTORY,
        Purpose.ACCOMPANYING,
        Basis.INTEREST,
        Kept.TWO_YEARS,
        by(Task.party_id),
        ("kind", "created_at", "done_at"),
        {
            **PUBLIC_KEYS,
            **_OWNER,
            **why(Unshown.KEY, "match_id"),
            **_HOW_A_TASK_WENT,
        },
        goes=True,
    ),
    # One about a match, or about the other one in it: what a colleague wrote may be about both.
    Holding(
        Task,
        Section.HISTORY,
        Purpose.ACCOMPANYING,
        Basis.INTEREST,
        Kept.AS_NUMBER,
        in_matches(Task.match_id),
        (),
        {
            **PUBLIC_KEYS,
            **_OWNER,
            **why(Unshown.KEY, "match_id"),
            **why(Unshown.ABOUT_BOTH, "kind", "created_at", "done_at"),
            **_HOW_A_TASK_WENT,
        },
        emptied={"handed_note": None},
    ),
)
