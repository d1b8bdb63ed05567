from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.factories import make_scheme, make_staff
from tests.races import ROUNDS
from tests.web.services.deeds import Deed, at_once, errors
from web.models import Party, Scheme, SchemePolicy
from web.services import policies
from web.services.errors import ChangedMeanwhile

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=UTC)


def _saving(scheme_id: int, actor_id: int, version: int) -> Deed:
    def save(session: Session) -> None:
        policies.save(
            session,
            session.get_one(Scheme, scheme_id),
            {"objective": "quality"},
            name="Mine",
            actor=session.get_one(Party, actor_id),
            version=version,
            now=NOW,
        )

    return save


def test_of_two_policies_saved_at_once_one_is_kept_and_one_is_refused(
    engine: Engine, session: Session
) -> None:
    scheme = make_scheme(session)
    ids = [scheme.id, make_staff(session, scheme=scheme).id]
    session.commit()
    for version in range(ROUNDS):
        deed = _saving(ids[0], ids[1], version)
        (refusal,) = errors(at_once(engine, deed, deed))
        assert isinstance(refusal, ChangedMeanwhile)
        assert (refusal.state, refusal.at) == ("Mine", NOW)
    kept = session.scalars(select(SchemePolicy.version).order_by(SchemePolicy.version)).all()
    assert kept == list(range(1, ROUNDS + 1))
