"""One scheme at a time, however often a statement was asked before."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask
from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from tests.factories import make_household, make_match, make_scheme
from web.extensions import db
from web.models import Match
from web.models.scope import bind_to_scheme


def _seen(app: Flask, scheme_id: int, statement: Select[Match]) -> Sequence[str]:
    with app.app_context():
        bind_to_scheme(db.session(), scheme_id)
        return [match.public_id for match in db.session.scalars(statement)]


def test_a_statement_that_is_written_once_shows_each_scheme_its_own(
    app: Flask, session: Session
) -> None:
    made = [make_match(session, scheme=make_scheme(session)) for _ in range(2)]
    own = {match.scheme_id: [match.public_id] for match in made}
    session.commit()
    statement = select(Match).options(joinedload(Match.household))
    for scheme_id in [*own, *own]:
        assert _seen(app, scheme_id, statement) == own[scheme_id]


def test_what_is_joined_is_limited_to_the_scheme_too(app: Flask, session: Session) -> None:
    schemes = [make_scheme(session) for _ in range(2)]
    ids = [scheme.id for scheme in schemes]
    for scheme, neighbour in zip(schemes, reversed(schemes), strict=True):
        match = make_match(session, scheme=scheme)
        # Which no page can bring about: a reference into another scheme.
        match.household_id = make_household(session, scheme=neighbour).id
    session.commit()
    statement = select(Match).options(joinedload(Match.household))
    assert [_seen(app, scheme_id, statement) for scheme_id in ids] == [[], []]
