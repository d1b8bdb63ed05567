"""What several people do at once, each in a transaction of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.races import together
from web.models import Match, Party
from web.services import at_once as step_at_once
from web.services import matches
from web.services.errors import DomainError

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)
Deed = Callable[[Session], object]


def at_once(engine: Engine, *deeds: Deed) -> list[object]:
    """Each deed in a thread and a transaction of its own; its result, or its domain error."""

    def do(deed: Deed) -> object:
        with Session(engine) as session:
            try:
                result = deed(session)
                session.commit()
            except DomainError as problem:
                session.rollback()
                return problem
            return result

    return together([partial(do, deed) for deed in deeds])


def errors(results: list[object]) -> list[DomainError]:
    return [result for result in results if isinstance(result, DomainError)]


def approving(match_id: int, actor_id: int, version: int | None = None) -> Deed:
    def approve(session: Session) -> None:
        match = session.get_one(Match, match_id)
        actor = session.get_one(Party, actor_id)
        matches.approve(session, match, actor=actor, version=version, now=NOW)

    return approve


def approving_all(chosen: dict[str, int], actor_id: int) -> Deed:
    def approve(session: Session) -> step_at_once.Outcome:
        actor = session.get_one(Party, actor_id)
        return step_at_once.approve(session, chosen, actor=actor, now=NOW)

    return approve
