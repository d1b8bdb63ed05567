"""What is held about people: nothing is forgotten in showing it, and nothing of others is shown."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.factories import make_household
from tests.web.services.personal_data.conftest import SECRET
from web.messages import own_data
from web.models import AuditEvent, Base, Household, Match, MeetingTime, NeverPair, Staff, Volunteer
from web.models.vocabulary import MatchState, NeverReason, Side
from web.services import personal_data
from web.services.personal_data import HOLDINGS, NOT_ABOUT_PEOPLE, Section

TABLES = sorted(Base.metadata.tables)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_of_every_table_is_in_the_registry_or_named_as_not_about_people(
    name: str,
) -> None:
    holdings = [one for one in HOLDINGS if one.table.__tablename__ == name]
    if name in NOT_ABOUT_PEOPLE:
        assert holdings == []
        return
    assert holdings, f"say in web/services/personal_data what {name!r} holds"
    columns = [column.name for column in Base.metadata.tables[name].columns]
    for holding in holdings:
        assert sorted([*holding.shown, *holding.unshown]) == sorted(columns)
        assert set(holding.emptied) <= set(columns)


def test_a_table_that_refers_to_a_volunteer_a_household_or_a_match_is_about_people() -> None:
    for name in NOT_ABOUT_PEOPLE:
        refers_to = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert not refers_to & {"volunteer", "household", "match"}, name


def test_everything_that_can_be_shown_has_words(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context(), force_locale("fr"):
        for holding in filter(lambda one: one.shown, HOLDINGS):
            assert own_data.kind_name(holding.table.__tablename__)
            own_data.purpose_words(holding.purpose)
            own_data.basis_words(holding.basis)
            own_data.kept_words(holding.kept)
            for column in holding.shown:
                assert own_data.column_name(column)
        for section in Section:
            assert own_data.section_name(section)


def test_the_file_tells_all_of_it_and_nothing_of_the_other_side(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    household = session.scalars(select(Household)).one()
    household.last_name = "Wombat"
    file = json.dumps(personal_data.export(session, vera, vera, now))
    told = json.loads(file)
    tables = {kind["table"] for kind in told["held"]}
    assert tables >= {
        *("party", "volunteer", "address", "spoken_language", "offer", "screening", "match"),
        *("held_meeting", "follow_up", "closing_words", "field_change", "note", "contact_change"),
    }
    for hidden in ("Wombat", household.public_id, household.email, "minutes", "secret", "hash"):
        assert str(hidden) not in file
    # Of the two notes the one on the match is about two.
    assert [len(kind["rows"]) for kind in told["held"] if kind["table"] == "note"] == [1]
    assert session.scalars(select(AuditEvent.action)).all() == ["data_exported"]


def test_what_somebody_else_decided_about_both_is_not_in_the_file(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    match = session.scalars(select(Match)).one()
    match.state, match.reason = MatchState.DECLINED, "does_not_feel_right"
    assert "does_not_feel_right" not in json.dumps(personal_data.export(session, vera, vera, now))


def test_that_somebody_said_never_again_is_not_told_to_the_other(
    session: Session, vera: Volunteer, now: datetime
) -> None:
    match = session.scalars(select(Match)).one()
    pair = {"volunteer_id": vera.id, "household_id": match.household_id}
    said_by = {"said_by_id": match.household_id, "reason": SECRET}
    session.add(NeverPair(scheme_id=vera.scheme_id, **pair, **said_by, created_at=now))
    session.flush()
    told = personal_data.export(session, vera, vera, now)
    rows = [kind["rows"] for kind in told["held"] if kind["table"] == "never_pair"]
    assert not any(rows)


@pytest.mark.parametrize("side", Side)
def test_what_somebody_said_themselves_is_in_their_file_and_not_what_the_other_said(
    session: Session, vera: Volunteer, now: datetime, side: Side
) -> None:
    match = session.scalars(select(Match)).one()
    own, other = match.party(side), match.other(side)
    ticks = {f"suits_{own.kind}": True, f"suits_{other.kind}": False}
    session.add(
        MeetingTime(
            scheme_id=vera.scheme_id,
            match_id=match.id,
            begins_at=now,
            place="here",
            proposed_by_id=session.scalars(select(Staff.id)).one(),
            **ticks,
        )
    )
    elsewhere = make_household(session, scheme_id=vera.scheme_id)
    for said_by, household in ((own, match.household), (other, elsewhere)):
        session.add(
            NeverPair(
                scheme_id=vera.scheme_id,
                volunteer_id=vera.id,
                household_id=household.id,
                said_by_id=said_by.id,
                code=NeverReason.CONFLICT,
                reason=said_by.kind,
                created_at=now,
            )
        )
    session.flush()
    told = personal_data.export(session, own, own, now)
    rows = {kind["table"]: kind["rows"] for kind in told["held"]}
    assert [row[f"suits_{own.kind}"] for row in rows["meeting_time"]] == [True]
    assert f"suits_{other.kind}" not in json.dumps(told)
    assert [row["reason"] for row in rows["never_pair"]] == [own.kind]
    assert set(rows["never_pair"][0]) == {"code", "reason", "created_at"}
