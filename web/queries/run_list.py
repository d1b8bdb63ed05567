"""The list of match runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session, joinedload, load_only

from web.models import Match, MatchRun, Party
from web.models.vocabulary import MatchState, Progress
from web.queries import narrowing, parties
from web.queries.order import Key, Order, along, sorted_by
from web.queries.paging import Beside, Page, count_of, page_of

RUNS_A_PAGE = 20
# What the list shows: the rest of a run is as long as its scheme is large.
_SHOWN = (
    MatchRun.public_id,
    MatchRun.created_at,
    MatchRun.progress,
    MatchRun.receipt,
    MatchRun.proven,
)


class RunColumn(StrEnum):
    """What the list can be put in order by."""

    STARTED = "started"
    STATE = "state"
    TO_DECIDE = "to-decide"


USUAL_ORDER = Order(RunColumn.STARTED, descending=True)


@dataclass(frozen=True, slots=True)
class RunFilter:
    """What the list is narrowed to, and its order; None means 'any'."""

    state: Progress | None = None
    order: Order[RunColumn] = USUAL_ORDER


@dataclass(frozen=True, slots=True)
class RunList:
    page: Page[MatchRun]
    # Unanswered proposals, by the run's id.
    open_proposals: dict[int, int]


def listed(session: Session, wanted: RunFilter, asked: Beside | None) -> RunList:
    """One page of runs, and how many of their proposals nobody has answered.

    Three queries, one more beside a row.
    """
    runs = _narrowed(wanted)
    page = page_of(
        session,
        runs.options(load_only(*_SHOWN), joinedload(MatchRun.started_by).load_only(*parties.NAMES)),
        _keys(wanted.order),
        asked,
        total=count_of(session, runs),
        size=RUNS_A_PAGE,
    )
    rows = session.execute(
        select(Match.run_id, func.count())
        .where(Match.state == MatchState.PROPOSED, Match.run_id.in_([run.id for run in page.rows]))
        .group_by(Match.run_id)
    )
    return RunList(page, {run_id: count for run_id, count in rows if run_id is not None})


def exported(session: Session, wanted: RunFilter) -> Iterator[Row[Any]]:
    """All runs that fit, with what their list shows of them. One query."""
    shown = (
        _narrowed(wanted)
        .outerjoin(Party, Party.id == MatchRun.started_by_id)
        .with_only_columns(
            MatchRun.created_at,
            Party.first_name,
            Party.last_name,
            MatchRun.progress,
            MatchRun.receipt,
            _to_decide().label("to_decide"),
            MatchRun.proven,
        )
    )
    return narrowing.streamed(session, shown.order_by(*sorted_by(_keys(wanted.order))))


def _narrowed(wanted: RunFilter) -> Select[MatchRun]:
    runs = select(MatchRun)
    return runs if wanted.state is None else runs.where(MatchRun.progress == wanted.state)


def _keys(order: Order[RunColumn]) -> list[Key]:
    columns = {
        RunColumn.STARTED: MatchRun.created_at,
        RunColumn.STATE: along(MatchRun.progress, Progress),
        RunColumn.TO_DECIDE: _to_decide(),
    }
    return [Key(columns[order.by], order.descending), Key(MatchRun.id, order.descending)]


def _to_decide() -> ColumnElement[int]:
    unanswered = select(func.count()).where(
        Match.run_id == MatchRun.id, Match.state == MatchState.PROPOSED
    )
    return unanswered.correlate(MatchRun).scalar_subquery()
