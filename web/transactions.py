"""Where a transaction ends: once, at the edge, after everything has gone well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from flask import Flask, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from web.extensions import db
from web.models.engine import reading_only, writing


class PalierFlask(Flask):
    """A request is one transaction: committed after the view, before anyone sees the answer.

    Committing inside the dispatch lets a failed commit become a page like any other error.
    """

    def dispatch_request(self) -> ResponseReturnValue:
        response = super().dispatch_request()
        session = db.session()
        # Nobody reads on after it, so what was read need not be marked as stale one by one.
        session.expire_on_commit = False
        # A view or an error handler may have thrown the transaction away; then this does nothing.
        session.commit()
        return response

    def full_dispatch_request(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        safe = request.method in {"GET", "HEAD", "OPTIONS"}
        with reading_only() if safe else nullcontext():
            return super().full_dispatch_request()


@contextmanager
def beside() -> Iterator[Session]:
    """A short transaction of its own, beside that of a request which only reads."""
    with writing(), Session(db.engine) as session, session.begin():
        yield session


@contextmanager
def transaction() -> Iterator[Session]:
    """One transaction of a task or a command, on a fresh session of the running application."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        db.session.remove()
