from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.factories.numbers import in_letters, next_number
from web.models import PolicyPreview, Scheme, SchemePolicy, SchemeSender, Staff
from web.services import policies


def make_scheme(session: Session, **overrides: Any) -> Scheme:
    """A scheme in Brussels."""
    number = next_number()
    values: dict[str, Any] = {
        "slug": f"scheme-{number}",
        "name": f"Neighbours {in_letters(number)}",
        "association": "Good Neighbours asbl",
        "language": "en",
        "email": "hello@neighbours.example",
        "phone": "+32 2 555 01 02",
        "meeting_place": "Community house, Rue Haute 1, 1000 Brussels",
        "created_at": datetime.now(UTC),
        **overrides,
    }
    scheme = Scheme(**values)
    session.add(scheme)
    session.flush()
    return scheme


def make_policy(session: Session, scheme: Scheme, **overrides: Any) -> SchemePolicy:
    """The next policy of the scheme; of `decided` nothing but what a test gives."""
    last = select(func.max(SchemePolicy.version)).where(SchemePolicy.scheme_id == scheme.id)
    values: dict[str, Any] = {
        "scheme_id": scheme.id,
        "version": (session.scalar(last) or 0) + 1,
        "name": f"Policy {next_number()}",
        "saved_at": datetime.now(UTC),
        **overrides,
    }
    policy = SchemePolicy(**values)
    session.add(policy)
    session.flush()
    return policy


def make_preview(session: Session, started_by: Staff, **overrides: Any) -> PolicyPreview:
    """A preview of the matcher's default that waits for a worker; it has no job."""
    values: dict[str, Any] = {
        "scheme_id": started_by.scheme_id,
        "started_by": started_by,
        "created_at": datetime.now(UTC),
        "decided": policies.filled_in({}),
        "version": 0,
        **overrides,
    }
    preview = PolicyPreview(**values)
    session.add(preview)
    session.flush()
    return preview


def make_sender(session: Session, saved_by: Staff, **overrides: Any) -> SchemeSender:
    """The first settings of a scheme's sender; empty but for what a test gives."""
    values: dict[str, Any] = {
        "scheme_id": saved_by.scheme_id,
        "version": 1,
        "sender_name": "",
        "reply_to": "",
        "text_sender": "",
        "saved_by_id": saved_by.id,
        "saved_at": datetime.now(UTC),
        **overrides,
    }
    sender = SchemeSender(**values)
    session.add(sender)
    session.flush()
    return sender
