"""A policy that is tried by a worker: as the page would have found it, once, and not for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from matcher import program
from tests.factories import (
    make_household,
    make_policy,
    make_preview,
    make_scheme,
    make_staff,
    make_volunteer,
)
from tests.races import ROUNDS
from tests.web.services.deeds import Deed, at_once
from web.models import Household, Job, PolicyPreview, Scheme, SchemePolicy, Staff
from web.models.vocabulary import Level, Progress
from web.services import jobs, policies, preview_results, previews
from web.services.preview_results import Preview
from web.services.transaction import Transaction

NOW = datetime.now(UTC)
NEARBY = {"weights": dict.fromkeys(policies.CRITERIA, 0) | {"proximity": 10_000}}
TALKATIVE = {"weights": dict.fromkeys(policies.CRITERIA, 0) | {"language": 10_000}}


@pytest.fixture
def cora(session: Session) -> Staff:
    """A coordinator with one volunteer, a couple next door and one that speaks better."""
    scheme = make_scheme(session)
    make_volunteer(session, scheme=scheme, max_distance_m=5000)
    couple = {"scheme": scheme, "members": [1990]}
    make_household(session, **couple, languages={"fr": Level.BASIC}, first_name="Nearby")
    make_household(
        session,
        **couple,
        first_name="Talkative",
        latitude=50.85,
        max_distance_m=5000,
        languages={"fr": Level.NATIVE, "ar": Level.NATIVE},
    )
    make_policy(session, scheme, decided=TALKATIVE)
    # So that to name a row does not take SQLite's one writer from whoever works.
    session.expire_on_commit = False
    return make_staff(session, scheme=scheme)


@pytest.fixture
def never_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("AT_ONCE", "AT_ONCE_PROMISED"):
        monkeypatch.setattr(previews, limit, 0)


def _ask(session: Session, actor: Staff, **decided: Any) -> Preview | PolicyPreview:
    return previews.ask(
        session,
        session.get_one(Scheme, actor.scheme_id),
        {**policies.filled_in({}), **NEARBY, **decided},
        name="Next door",
        actor=actor,
        version=1,
        now=NOW,
    )


def _queued(session: Session, actor: Staff, **decided: Any) -> PolicyPreview:
    row = _ask(session, actor, **decided)
    assert isinstance(row, PolicyPreview)
    session.commit()
    return row


def test_a_preview_at_once_holds_no_lock_while_it_solves_and_leaves_nothing_behind(
    session: Session, cora: Staff
) -> None:
    session.commit()
    found = _ask(session, cora)
    assert not session.in_transaction()
    assert isinstance(found, Preview)
    assert (found.comparison.now.pairs, found.comparison.other.pairs) == (1, 1)
    assert len(session.scalars(select(SchemePolicy)).all()) == 1
    assert session.scalars(select(PolicyPreview)).all() == []


def test_a_worker_finds_what_the_page_would_have_found(
    session: Session, cora: Staff, transaction: Transaction, monkeypatch: pytest.MonkeyPatch
) -> None:
    promised = {"promises": {"alone": 5_000}}
    session.commit()
    at_once_found = _ask(session, cora, **promised)
    monkeypatch.setattr(previews, "AT_ONCE_PROMISED", 0)
    row = _queued(session, cora, **promised)
    jobs.perform_due(transaction)
    session.expire_all()
    assert (row.progress, row.percent, row.compared_with) == (Progress.DONE, 100, 1)
    found = Preview.from_json(row.result)
    assert found == at_once_found
    assert found.price is not None
    families = {one.public_id: one.first_name for one in session.scalars(select(Household))}
    assert [families[one] for one in found.comparison.households_gaining] == ["Nearby"]


def test_asked_for_twice_in_the_same_words_the_one_under_way_is_it(
    session: Session, cora: Staff, transaction: Transaction, never_at_once: None
) -> None:
    other = make_staff(session, scheme_id=cora.scheme_id)
    first = _queued(session, cora)
    assert _queued(session, cora) is first
    assert _queued(session, cora, reach_m=2_000) is not first
    assert _queued(session, other) is not first
    jobs.perform_due(transaction)
    session.expire_all()
    assert _queued(session, cora) is not first
    assert first.progress is Progress.DONE


def test_of_two_clicks_at_once_one_begins_a_preview(
    engine: Engine, session: Session, cora: Staff, never_at_once: None
) -> None:
    cora_id = cora.id
    session.commit()

    def click(reach_m: int) -> Deed:
        return lambda own: _ask(own, own.get_one(Staff, cora_id), reach_m=reach_m)

    for turn in range(1, ROUNDS + 1):
        at_once(engine, click(turn), click(turn))
        for table in (PolicyPreview, Job):
            assert session.scalar(select(func.count(table.id))) == turn
        session.rollback()


def test_what_a_lost_worker_had_begun_is_computed_by_the_next(
    session: Session, cora: Staff, transaction: Transaction
) -> None:
    row = make_preview(session, cora, progress=Progress.RUNNING, phase="tried", percent=60)
    session.commit()
    for _time in range(2):
        previews.execute(transaction, row.id)
        session.refresh(row)
        assert (row.progress, row.percent) == (Progress.DONE, 100)
        session.commit()


def test_it_compares_with_the_policy_in_force_when_its_people_are_read(
    session: Session, cora: Staff, transaction: Transaction, never_at_once: None
) -> None:
    row = _queued(session, cora)
    make_policy(session, session.get_one(Scheme, cora.scheme_id), decided=NEARBY)
    session.commit()
    previews.execute(transaction, row.id)
    session.expire_all()
    assert (row.version, row.compared_with) == (1, 2)
    assert Preview.from_json(row.result).changes_nothing


def test_promises_that_are_too_many_pairs_are_left_out_and_the_preview_says_so(
    session: Session,
    cora: Staff,
    transaction: Transaction,
    never_at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(program, "MOST_PAIRS", 1)
    make_household(session, scheme_id=cora.scheme_id, members=[], latitude=50.848)
    row = _queued(session, cora, promises={"alone": 10_000})
    jobs.perform_due(transaction)
    session.expire_all()
    found = Preview.from_json(row.result)
    assert (found.unkept, found.price) == ("size", None)


def test_what_was_computed_while_it_was_cancelled_is_not_written(
    session: Session,
    cora: Staff,
    transaction: Transaction,
    never_at_once: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = _queued(session, cora)
    row_id, cora_id, compute = row.id, cora.id, previews._found

    def cancelled_meanwhile(*asked: Any) -> Preview:
        found = compute(*asked)
        with transaction() as own:
            mine = own.get_one(PolicyPreview, row_id)
            previews.cancel(own, mine, actor=own.get_one(Staff, cora_id), now=NOW)
        return found

    monkeypatch.setattr(previews, "_found", cancelled_meanwhile)
    jobs.perform_due(transaction)
    session.expire_all()
    assert (row.progress, row.cancelled_by_id, row.result) == (Progress.CANCELLED, cora_id, {})
    previews.fail(session, row_id, NOW)
    session.expire_all()
    assert row.progress is Progress.CANCELLED


def test_a_preview_that_is_done_stays_done_when_somebody_cancels_it_too_late(
    session: Session, cora: Staff
) -> None:
    row = make_preview(session, cora, progress=Progress.DONE)
    previews.cancel(session, row, actor=cora, now=NOW)
    session.expire_all()
    assert (row.progress, row.cancelled_by_id) == (Progress.DONE, None)


def test_a_preview_is_forgotten_after_a_day(session: Session, cora: Staff) -> None:
    yesterday = NOW - timedelta(days=1)
    make_preview(session, cora, created_at=yesterday - timedelta(seconds=1))
    kept = make_preview(session, cora, created_at=yesterday + timedelta(seconds=1))
    assert previews.forget_old(session, NOW) == 1
    assert session.scalars(select(PolicyPreview.id)).all() == [kept.id]


def test_of_many_households_those_that_change_are_drawn_and_all_are_counted(
    session: Session, cora: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview_results, "MOST_DRAWN", 2)
    monkeypatch.setattr(preview_results, "MOST_NAMES", 0)
    # In another town, and the same under both policies.
    make_volunteer(session, scheme_id=cora.scheme_id, latitude=50.5)
    make_household(session, scheme_id=cora.scheme_id, latitude=50.5)
    session.commit()
    found = _ask(session, cora)
    assert isinstance(found, Preview)
    assert (found.drawn, found.served) == (2, 3)
    shown = found.comparison
    assert (len(shown.kept), len(shown.lost), len(shown.gained)) == (0, 1, 1)
    assert (shown.households_gaining, found.totals["households_gaining"]) == ((), 1)
    assert (shown.now.pairs, found.totals["kept"]) == (2, 1)
