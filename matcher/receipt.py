"""What a run was made of, hashed, so that it can be replayed and compared later."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from importlib.metadata import version

from matcher.parties import Household, Volunteer
from matcher.policy import Policy

VERSION = "1"
"""Raised whenever equal input may give another result."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """SHA-256 (hex) of the inputs with their `now`, of the policy, and of all with the versions."""

    inputs: str
    policy: str
    versions: tuple[tuple[str, str], ...]
    digest: str


def make_receipt(
    volunteers: Sequence[Volunteer], households: Sequence[Household], policy: Policy, now: datetime
) -> Receipt:
    """The receipt of one run; the parties in the order of their ids."""
    inputs = _hash(
        {
            "volunteers": [asdict(party) for party in volunteers],
            "households": [asdict(party) for party in households],
            "on": now.date(),
        }
    )
    decisions = asdict(policy)
    if not policy.floors:
        # Runs from before there were floors keep their receipts.
        del decisions["floors"]
    decided = _hash(decisions)
    versions = (
        ("matcher", VERSION),
        ("numpy", version("numpy")),
        ("scipy", version("scipy")),
    )
    return Receipt(inputs, decided, versions, _hash([inputs, decided, versions]))


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
