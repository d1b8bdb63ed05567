"""What is held about somebody, for them to read and to take along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Party
from web.services import persons
from web.services.personal_data.registry import HOLDINGS, Holding, Section


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of one kind, each by the names of its columns."""

    holding: Holding
    rows: Sequence[Mapping[str, Any]]


def held(session: Session, party: Party, section: Section | None = None) -> list[Held]:
    """What is held about a volunteer or a household, in all or in one section.

    One query for each kind; kinds of which there is nothing are left out.
    """
    kinds = [one for one in HOLDINGS if one.shown and section in {None, one.section}]
    found = [Held(one, _rows(session, party, one)) for one in kinds]
    return [one for one in found if one.rows]


def export(session: Session, party: Party, actor: Party, now: datetime) -> dict[str, Any]:
    """Everything, as plain values for a file; that somebody took it leaves a trace."""
    persons.record(session, party, actor, "data_exported", now)
    return {
        "made_at": now.isoformat(),
        "kind": party.kind,
        "held": [
            {
                "table": one.holding.table.__tablename__,
                "purpose": one.holding.purpose.value,
                "basis": one.holding.basis.value,
                "kept": one.holding.kept.value,
                "rows": [{name: _plain(value) for name, value in row.items()} for row in one.rows],
            }
            for one in held(session, party)
        ],
    }


def _rows(session: Session, party: Party, holding: Holding) -> list[Mapping[str, Any]]:
    columns = [holding.rows.c[name] for name in holding.shown]
    wanted = select(*columns).where(holding.of(party))
    in_order = wanted.order_by(*holding.rows.primary_key.columns)
    return [dict(row) for row in session.execute(in_order).mappings()]


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return value
