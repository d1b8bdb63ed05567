"""Six-digit codes that prove a mailbox or a phone."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from web.models import AccessCode, Notification, Party, Volunteer, keyring
from web.services import outbox
from web.services.errors import CodeRefused

LIFETIME = timedelta(minutes=30)
KEPT_FOR = timedelta(days=30)
MAX_TRIES = 5
# Enough for someone whose mail is slow, too few to bomb a mailbox: as many in an hour, or in a
# day where nobody has proved yet that they want any.
PER_HOUR = 5
_KIND = "access_code"


def request(session: Session, party: Party, *, now: datetime) -> None:
    """Have a code sent; silently not, when too many were asked for lately."""
    unproven = isinstance(party, Volunteer) and party.confirmed_at is None
    lately = timedelta(days=1) if unproven else timedelta(hours=1)
    sent = session.scalar(
        select(func.count())
        .select_from(Notification)
        .where(
            # Those that still wait for a worker count too: they all arrive when it is back.
            Notification.party_id == party.id,
            Notification.kind == _KIND,
            Notification.created_at > now - lately,
        )
    )
    if (sent or 0) >= PER_HOUR:
        return
    # Asked for twice within a minute it comes once, unless the one before is of no use any more.
    minute, spent = int(now.timestamp() // 60), _last_spent(session, party)
    outbox.notify(
        session,
        party,
        _KIND,
        dedupe_key=f"access_code:{party.id}:{minute}:{spent}",
        now=now,
        at_once=True,
    )


def issue(session: Session, party: Party, *, now: datetime, proves: str = "") -> str:
    """Make the code at the moment its message is worded. Returns six digits.

    Args:
        proves: a contact that is not theirs yet; empty where the code goes to one that is.
    """
    code = f"{secrets.randbelow(1_000_000):06d}"
    session.add(
        AccessCode(
            scheme_id=party.scheme_id,
            party_id=party.id,
            code_hash=_hash(party, code, proves),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    return code


def redeem(session: Session, party: Party, typed: str, *, now: datetime, proves: str = "") -> None:
    """Use up the code that was typed; `proves` as `issue` was given it.

    Raises:
        CodeRefused: it is wrong, too old, or was tried too often.
    """
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    open_codes = session.scalars(
        select(AccessCode)
        .where(
            AccessCode.party_id == party.id,
            AccessCode.used_at.is_(None),
            AccessCode.expires_at > now,
            AccessCode.attempts < MAX_TRIES,
        )
        .with_for_update()
    ).all()
    for code in open_codes:
        code.attempts += 1
        if hmac.compare_digest(code.code_hash, _hash(party, digits, proves)):
            _use_all(session, party, now)
            return
    raise CodeRefused(min((MAX_TRIES - code.attempts for code in open_codes), default=0))


def _last_spent(session: Session, party: Party) -> int:
    """The newest code that was used, or tried too often; 0 where there is none."""
    spent = or_(AccessCode.used_at.is_not(None), AccessCode.attempts >= MAX_TRIES)
    newest = select(func.max(AccessCode.id)).where(AccessCode.party_id == party.id, spent)
    return session.scalar(newest) or 0


def forget_old(session: Session, now: datetime) -> int:
    """Throw away codes that have been good for nothing for long. Returns how many."""
    gone = session.execute(delete(AccessCode).where(AccessCode.created_at < now - KEPT_FOR))
    return int(gone.rowcount)  # type: ignore[attr-defined]  # of a DELETE there is one


def _use_all(session: Session, party: Party, now: datetime) -> None:
    session.flush()
    session.execute(
        update(AccessCode)
        .where(AccessCode.party_id == party.id, AccessCode.used_at.is_(None))
        .values(used_at=now)
    )


def _hash(party: Party, code: str, proves: str) -> str:
    # It proves the contact it was sent to, and no other that is put in its place meanwhile.
    contacts = ":".join(filter(None, (f"{party.email}:{party.phone}", proves)))
    return keyring.keyed_hash(f"code:{party.public_id}:{contacts}:{code}")
