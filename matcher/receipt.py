"""What a run was made of, hashed, so that it can be replayed and compared later."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from importlib.metadata import version

import numpy as np

from matcher.candidates import Ground
from matcher.columns import HouseholdColumns, VolunteerColumns
from matcher.policy import Policy

VERSION = "2"
"""Raised whenever equal input may give another result or another hash."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """SHA-256 (hex) of the inputs with their `now`, of the policy, and of all with the versions."""

    inputs: str
    policy: str
    versions: tuple[tuple[str, str], ...]
    digest: str


def make_receipt(ground: Ground, now: datetime) -> Receipt:
    """The receipt of one run; the parties in the order of their ids."""
    policy = ground.policy
    sides = [_hash_of_columns(side) for side in (ground.volunteers, ground.households)]
    inputs = _hash([*sides, now.date()])
    decided = _hash_of_policy(policy)
    versions = _versions()
    return Receipt(inputs, decided, versions, _hash([inputs, decided, versions]))


def _hash_of_policy(policy: Policy) -> str:
    """Without a reach, the same as from before there was one."""
    decided = asdict(policy)
    if policy.reach_m is None:
        del decided["reach_m"]
    return _hash(decided)


@cache
def _versions() -> tuple[tuple[str, str], ...]:
    return ("matcher", VERSION), ("numpy", version("numpy")), ("scipy", version("scipy"))


def _hash_of_columns(columns: VolunteerColumns | HouseholdColumns) -> str:
    """The same for equal columns, however wide their texts and numbers are stored."""
    digest = sha256(_hash(asdict(columns.words)).encode())
    for field in fields(columns):
        if field.name != "words":
            column = getattr(columns, field.name)
            kind = {"U": "S", "M": "datetime64[D]", "f": "f8", "b": "?"}.get(
                column.dtype.kind, "i8"
            )
            plain = np.char.encode(column, "utf-8") if kind == "S" else column.astype(kind)
            digest.update(f"{field.name} {plain.shape} {plain.dtype.str}".encode())
            digest.update(np.ascontiguousarray(plain).tobytes())
    return digest.hexdigest()


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), default=_plain)
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
