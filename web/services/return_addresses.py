"""Where reports about one message go: an address of its own, which nobody else can make up."""

from __future__ import annotations

import hmac
import re

from web.delivery import post_office
from web.models import keyring

_NAMED = r"\+(\d{1,18})-([0-9a-f]{20})@"


def of(notification_id: int) -> str:
    """`bounces+<id>-<check>@…`, or nothing where the installation reads no reports."""
    if not post_office.bounces:
        return ""
    local, _, domain = post_office.bounces.partition("@")
    return f"{local}+{notification_id}-{_check(notification_id)}@{domain}"


def notification_id_in(text: str) -> int | None:
    """The message whose return address stands in `text`; None for what is not ours or forged."""
    local = post_office.bounces.partition("@")[0]
    if not local:
        return None
    for found in re.finditer(re.escape(local) + _NAMED, text, re.IGNORECASE):
        if hmac.compare_digest(_check(int(found[1])), found[2].lower()):
            return int(found[1])
    return None


def _check(notification_id: int) -> str:
    return keyring.keyed_hash(f"return address {notification_id}")[:20]
