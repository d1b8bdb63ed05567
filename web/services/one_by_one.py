"""The rows of a duty, each by itself: one that fails is put back, and holds up no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from web.models import Base

log = structlog.get_logger(__name__)

Row = TypeVar("Row", bound=Base)


def one_by_one(
    session: Session, table: type[Row], ids: Iterable[int], act: Callable[[Row], int]
) -> int:
    """What `act` gives for each row, in all; a row that is gone by now is passed over.

    What `act` wrote for a row that fails is undone, and the error is kept for `problem`. The row is
    read here, too: one that cannot even be read is as bad.

    Raises:
        OperationalError: it is the database that fails, and all rows wait for the next time.
    """
    done = 0
    for row_id in ids:
        try:
            with session.begin_nested():
                row = session.get(table, row_id)
                done += act(row) if row is not None else 0
        except OperationalError:
            raise
        except Exception as problem:
            log.exception("sweep_row_failed", table=table.__tablename__, row=row_id)
            session.info.setdefault("failed_rows", []).append(type(problem).__name__)
    return done


def problem(session: Session) -> str:
    """The class of the first error of a row in this session, or empty."""
    return next(iter(session.info.get("failed_rows", ())), "")
