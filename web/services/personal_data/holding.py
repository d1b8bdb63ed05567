"""The shape of an entry in the registry of what is held about people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, or_, select

from web.models import Base, Match, Party
from web.models.vocabulary import Side


class Section(StrEnum):
    """The pages that what is held is shown on."""

    PERSON = "person"
    MATCHES = "matches"
    MESSAGES = "messages"
    HISTORY = "history"


class Purpose(StrEnum):
    """What it is for."""

    CONTACT = "contact"
    MATCHING = "matching"
    ACCOMPANYING = "accompanying"
    EVALUATION = "evaluation"
    SAFETY = "safety"
    PROOF = "proof"


class Basis(StrEnum):
    """By what right it is kept (GDPR, article 6)."""

    AGREEMENT = "agreement"
    LEGAL_DUTY = "legal_duty"
    INTEREST = "interest"


class Kept(StrEnum):
    """For how long."""

    WHILE_HERE = "while_here"
    MONTH = "month"
    TWO_YEARS = "two_years"
    AS_NUMBER = "as_number"
    AS_PROOF = "as_proof"


class Unshown(StrEnum):
    """Why a column is not part of what somebody is shown."""

    KEY = "a number or name of the row itself, or which row it belongs to"
    HASH = "a hash that only proves or finds something"
    COLLEAGUE = "who of the staff did it"
    ABOUT_BOTH = "tells of the other side too"
    TECHNICAL = "how far the software is with it"


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one table that are about somebody.

    Attributes:
        of: which rows, for whom.
        shown: the columns that are shown and taken along.
        unshown: every other column, with why.
        emptied: what erasing writes into which columns; nothing else of the row says who it was.
        goes: whether erasing deletes the rows instead.
    """

    table: type[Base]
    section: Section
    purpose: Purpose
    basis: Basis
    kept: Kept
    of: Callable[[Party], ColumnElement[bool]]
    shown: tuple[str, ...]
    unshown: Mapping[str, Unshown]
    emptied: Mapping[str, Any] = field(default_factory=dict)
    goes: bool = False

    @property
    def rows(self) -> Table:
        """Its own rows: of a table that inherits, without those of its parent."""
        return cast("Table", self.table.__table__)


def why(reason: Unshown, *columns: str) -> dict[str, Unshown]:
    return dict.fromkeys(columns, reason)


KEYS = why(Unshown.KEY, "id", "scheme_id")
PUBLIC_KEYS = why(Unshown.KEY, "id", "scheme_id", "public_id")


def by(column: Any) -> Callable[[Party], ColumnElement[bool]]:  # noqa: ANN401 - a column of a table
    """The rows that name the person in this column."""
    return lambda party: column == party.id


def in_matches(column: Any) -> Callable[[Party], ColumnElement[bool]]:  # noqa: ANN401
    """The rows of the person's matches."""
    return lambda party: column.in_(select(Match.id).where(own_match(party)))


def on_own_side(table: Any) -> Callable[[Party], ColumnElement[bool]]:  # noqa: ANN401
    """The rows of the person's side of their matches."""
    return lambda party: in_matches(table.match_id)(party) & (table.side == Side(party.kind))


def own_match(party: Party) -> ColumnElement[bool]:
    return or_(Match.volunteer_id == party.id, Match.household_id == party.id)
