"""What brought somebody: one of our words, or a code that the scheme made for one poster."""

from __future__ import annotations

import re
import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from web.models import CampaignCode, Party, Scheme
from web.models.vocabulary import Campaign
from web.queries import campaigns as queries
from web.services.errors import CodeNameTaken, CodeRenamed, NotFound

# No letter that is taken for another on a poster: it may be typed.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LENGTH = 6
_CODE = re.compile(f"[{_LETTERS}]{{{_LENGTH}}}")


def make(
    session: Session, scheme: Scheme, name: str, channel: Campaign, *, actor: Party, now: datetime
) -> CampaignCode:
    """A new code; the same name for the same channel is the one in use that there is."""
    if there := _in_use(session, scheme.id, name, channel):
        return there
    code = CampaignCode(
        scheme_id=scheme.id,
        code="".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)),
        name=name,
        channel=channel,
        made_by=actor,
        made_at=now,
    )
    session.add(code)
    session.flush()
    return code


def rename(
    session: Session,
    code: CampaignCode,
    name: str,
    *,
    seen: str | None,
    actor: Party,
    now: datetime,
) -> None:
    """Call a code otherwise; what it has brought stays with it.

    Args:
        seen: its name on the page that was looked at; None takes the present one.

    Raises:
        CodeRenamed: somebody was quicker, and gave it another name.
        CodeNameTaken: it could not be told from another code.
    """
    session.refresh(code, with_for_update=True)
    if code.name == name:
        return
    if seen not in {None, code.name} and code.changed_by and code.changed_at:
        raise CodeRenamed(code.changed_by.full_name, code.changed_at, code.name)
    if code.retired_at is None and _in_use(session, code.scheme_id, name, code.channel):
        raise CodeNameTaken
    code.name = name
    _changed(session, code, actor, now)


def retire(session: Session, code: CampaignCode, *, actor: Party, now: datetime) -> None:
    """No more posters of it; the old ones still hang, so that it counts as before."""
    session.refresh(code, with_for_update=True)
    if code.retired_at is None:
        code.retired_at = now
        _changed(session, code, actor, now)


def take_up(session: Session, code: CampaignCode, *, actor: Party, now: datetime) -> None:
    """Use a retired code again.

    Raises:
        CodeNameTaken: one that came later has its name.
    """
    session.refresh(code, with_for_update=True)
    if code.retired_at is None:
        return
    if _in_use(session, code.scheme_id, code.name, code.channel):
        raise CodeNameTaken
    code.retired_at = None
    _changed(session, code, actor, now)


def _changed(session: Session, code: CampaignCode, actor: Party, now: datetime) -> None:
    code.changed_by, code.changed_at = actor, now
    session.flush()


def _in_use(session: Session, scheme_id: int, name: str, channel: Campaign) -> CampaignCode | None:
    return next(
        (
            code
            for code in queries.codes(session, scheme_id)
            if (code.name, code.channel, code.retired_at) == (name, channel, None)
        ),
        None,
    )


def by_public_id(session: Session, public_id: str) -> CampaignCode:
    """Raises NotFound when this scheme has no such code."""
    code = queries.by_public_id(session, public_id)
    if code is None:
        raise NotFound
    return code


def known(session: Session, scheme_id: int, word: str) -> str:
    """The word itself where it is one of ours or of this scheme's, else nothing."""
    channel, _code = _read(session, scheme_id, word)
    return word if channel else ""


def keep(session: Session, party: Party, word: str) -> None:
    """Remember what brought somebody; a word that nobody made marks nobody."""
    channel, code = _read(session, party.scheme_id, word)
    if channel is not None:
        party.campaign, party.campaign_code = channel, code


def _read(session: Session, scheme_id: int, word: str) -> tuple[Campaign | None, str | None]:
    channel = next((one for one in Campaign if one.value == word), None)
    if channel is not None or not _CODE.fullmatch(word):
        return channel, None
    code = queries.by_code(session, scheme_id, word)
    return (code.channel, code.code) if code else (None, None)
