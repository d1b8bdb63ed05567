"""One scheme at a time: every select of a bound session is limited to its scheme."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, event
from sqlalchemy.orm import ORMExecuteState, Session, scoped_session, with_loader_criteria
from sqlalchemy.sql.base import ExecutableOption

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
            state.statement = _limited(state.statement, scheme_id)


# By statement, those of each scheme: one that is written once is spelled out once, too, when
# SQLAlchemy looks for how it is compiled.
_known: WeakKeyDictionary[Executable, dict[int, Executable]] = WeakKeyDictionary()


def _limited(statement: Executable, scheme_id: int) -> Executable:
    of_each = _known.setdefault(statement, {})
    if scheme_id not in of_each:
        of_each[scheme_id] = statement.options(_of_scheme(scheme_id))
    return of_each[scheme_id]


@lru_cache(maxsize=1000)
def _of_scheme(scheme_id: int) -> ExecutableOption:
    return with_loader_criteria(
        InScheme, lambda row: row.scheme_id == scheme_id, include_aliases=True
    )
