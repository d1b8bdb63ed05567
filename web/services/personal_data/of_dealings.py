"""What is held of our dealings with somebody: messages, ways in, notes, and who changed what."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_

from web.models import (
    AccessCode,
    AuditEvent,
    ChangeQuestion,
    ContactChange,
    FieldChange,
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


MESSAGES = (
    Holding(
        Notification,
        Section.MESSAGES,
        Purpose.CONTACT,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(Notification.party_id),
        ("kind", "channel", "created_at", "done_at"),
        {
            **KEYS,
            **_OWNER,
            **why(Unshown.TECHNICAL, "params", "at_once", "dedupe_key", "next_at"),
            **why(Unshown.TECHNICAL, "status", "attempts", "problem"),
        },
        goes=True,
    ),
    Holding(
        ContactChange,
        Section.MESSAGES,
        Purpose.CONTACT,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(ContactChange.party_id),
        ("channel", "contact", "replaced", "asked_at", "confirmed_at"),
        {**KEYS, **_OWNER},
        goes=True,
    ),
    Holding(
        Link,
        Section.MESSAGES,
        Purpose.CONTACT,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(Link.party_id),
        ("purpose", "created_at", "expires_at", "revoked_at"),
        {
            **PUBLIC_KEYS,
            **_OWNER,
            **why(Unshown.KEY, "subject_id"),
            **why(Unshown.HASH, "secret_hash"),
        },
        goes=True,
    ),
    Holding(
        AccessCode,
        Section.MESSAGES,
        Purpose.CONTACT,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(AccessCode.party_id),
        ("created_at", "expires_at", "used_at"),
        {
            **KEYS,
            **_OWNER,
            **why(Unshown.HASH, "code_hash"),
            **why(Unshown.TECHNICAL, "attempts"),
        },
        goes=True,
    ),
    Holding(
        ChangeQuestion,
        Section.MESSAGES,
        Purpose.MATCHING,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        _asked_of,
        ("change", "amount", "asked_at", "answer", "answered_at", "before"),
        {
            **KEYS,
            **why(Unshown.KEY, "household_id", "volunteer_id"),
            **why(Unshown.COLLEAGUE, "asked_by_id"),
        },
        goes=True,
    ),
    Holding(
        ToldChange,
        Section.MESSAGES,
        Purpose.MATCHING,
        Basis.AGREEMENT,
        Kept.TWO_YEARS,
        by(ToldChange.household_id),
        ("topic", "told", "told_at", "denied_at", "settled_at", "taken"),
        {
            **PUBLIC_KEYS,
            **why(Unshown.KEY, "household_id"),
            **why(Unshown.COLLEAGUE, "settled_by_id"),
        },
        goes=True,
    ),
)

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
            **why(Unshown.TECHNICAL, "dedupe_key", "evidence", "snoozed_until", "version"),
            **why(Unshown.COLLEAGUE, "done_by_id", "held_by_id", "handed_by_id"),
            **why(Unshown.COLLEAGUE, "handed_at", "handed_note"),
        },
        goes=True,
    ),
)
