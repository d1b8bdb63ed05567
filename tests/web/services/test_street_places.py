"""The street's point comes later, by a job; the postcode's is there at once."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household
from tests.geocoder import MARKT, Server, server
from web.geocoding import place_of, snap, street_level
from web.models import Household, Job, Party
from web.models.vocabulary import Delivery
from web.services import jobs, persons, street_places
from web.services.transaction import Transaction

__all__ = ["server"]


@pytest.fixture
def geocoder(server: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    monkeypatch.setattr(street_level, "locator", None)
    street_level.configure(f"nominatim+http://{server.address}")
    return server


def _in_kortrijk(session: Session, now: datetime) -> Household:
    household = make_household(session)
    persons.set_place(household, "8500", "Grote Markt 1")
    session.flush()
    street_places.ask(session, household, now)
    session.commit()
    return household


def _work(session: Session, transaction: Transaction) -> None:
    """Do the jobs while the test's own session holds nothing."""
    session.commit()
    jobs.perform_due(transaction)


def test_a_job_moves_the_point_from_the_postcode_to_the_street(
    session: Session, transaction: Transaction, geocoder: Server, now: datetime
) -> None:
    household = _in_kortrijk(session, now)
    before = place_of("8500")
    assert before is not None
    assert (household.latitude, household.longitude) == (before.latitude, before.longitude)
    _work(session, transaction)
    session.expire_all()
    assert (household.latitude, household.longitude) == snap(*MARKT)
    assert session.scalars(select(Job)).one().status is Delivery.DONE


def test_the_same_address_is_asked_about_once_and_a_new_one_again(
    session: Session, transaction: Transaction, geocoder: Server, now: datetime
) -> None:
    household = _in_kortrijk(session, now)
    street_places.ask(session, household, now)
    session.commit()
    _work(session, transaction)
    persons.set_place(household, "8500", "Doorniksestraat 2")
    street_places.ask(session, household, now)
    session.commit()
    assert len(session.scalars(select(Job)).all()) == 2


def test_an_unknown_street_leaves_the_point_of_the_postcode(
    session: Session, transaction: Transaction, geocoder: Server, now: datetime
) -> None:
    geocoder.point = None
    household = _in_kortrijk(session, now)
    where = (household.latitude, household.longitude)
    _work(session, transaction)
    session.expire_all()
    assert (household.latitude, household.longitude) == where


def test_who_moved_while_the_geocoder_was_asked_keeps_the_new_place(
    session: Session, transaction: Transaction, geocoder: Server, now: datetime
) -> None:
    household = _in_kortrijk(session, now)
    household_id, answer = household.id, geocoder.answer

    def move_meanwhile(path: str) -> object:
        with transaction() as other:
            persons.set_place(other.get_one(Party, household_id), "1000", "Rue Haute 1")
        return answer(path)

    geocoder.answer = move_meanwhile  # type: ignore[method-assign]
    _work(session, transaction)
    session.expire_all()
    brussels = place_of("1000")
    assert brussels is not None
    assert (household.latitude, household.longitude) == (brussels.latitude, brussels.longitude)


def test_without_a_geocoder_nobody_is_asked(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(street_level, "locator", None)
    _in_kortrijk(session, now)
    assert session.scalars(select(Job)).all() == []
