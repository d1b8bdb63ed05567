from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.browsing import main_form
from tests.factories import make_household, make_match, make_staff, make_volunteer
from web.models import Household, Match, Party


def test_a_match_brings_its_two_sides_in_one_scheme(session: Session) -> None:
    match = make_match(session)
    session.commit()
    session.expire_all()
    again = session.scalars(select(Match)).one()
    assert again.volunteer.scheme_id == again.household.scheme_id == match.scheme_id
    assert [event.to_state for event in again.events] == [again.state]


def test_overrides_reach_the_row(session: Session) -> None:
    volunteer = make_volunteer(session)
    household = make_household(session, scheme_id=volunteer.scheme_id, members=[2015, 2020])
    make_staff(session, scheme_id=volunteer.scheme_id, first_name="Amal")
    session.commit()
    assert {party.scheme_id for party in session.scalars(select(Party))} == {volunteer.scheme_id}
    found = session.get(Household, household.id)
    assert found is not None
    assert sorted(member.birth_year for member in found.members) == [2015, 2020]


def test_a_test_begins_with_an_empty_database(session: Session) -> None:
    assert session.scalars(select(Party)).all() == []


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    form = main_form(
        "<form method=post action=/go><input name=a value=1><input type=checkbox name=b value=x>"
        "<input type=checkbox name=c value=y checked><input type=checkbox name=c value=z checked>"
        "<select name=d><option value=''>-<option value=2 selected></select>"
        "<select name=e><option value=first></select><textarea name=f>\nwords</textarea></form>"
    )
    assert form.action == "/go"
    assert form.values == {"a": "1", "c": ["y", "z"], "d": "2", "e": "first", "f": "words"}
