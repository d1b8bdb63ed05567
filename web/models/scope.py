"""One scheme at a time: every select of a bound session is limited to its scheme."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, scoped_session, with_loader_criteria

from web.models.base import InScheme


def bind_to_scheme(session: Session, scheme_id: int) -> None:
    """From here on this session sees rows of `scheme_id` only."""
    session.info["scheme_id"] = scheme_id


def scheme_of(session: Session) -> int:
    """The scheme that this session is bound to."""
    scheme_id: int = session.info["scheme_id"]
    return scheme_id


def install(session: scoped_session[Any]) -> None:
    """Make sessions heed `bind_to_scheme`; called once."""

    @event.listens_for(session, "do_orm_execute")
    def limit(state: ORMExecuteState) -> None:
        scheme_id = state.session.info.get("scheme_id")
        if scheme_id is not None and state.is_select and not state.is_column_load:
            state.statement = state.statement.options(
                with_loader_criteria(
                    InScheme, lambda row: row.scheme_id == scheme_id, include_aliases=True
                )
            )
