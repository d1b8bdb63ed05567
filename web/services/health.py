from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from web.services import schema


def tables_are_new_enough(session: Session) -> bool:
    """Whether every migration of this version was applied."""
    try:
        return not schema.is_behind(session.connection())
    except SQLAlchemyError:
        session.rollback()
        return False


def database_answers(session: Session) -> bool:
    """Whether the database answers a question at all."""
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        session.rollback()
        return False
    return True
