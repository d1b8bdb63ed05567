"""Codes of six digits: where they go, how often they come, and what counts as a try."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme, make_volunteer
from tests.web.public.test_joining import GOOD, join
from web.models import Notification, Scheme, Volunteer
from web.services import codes
from web.services.errors import CodeRefused


@pytest.fixture
def scheme(session: Session) -> Scheme:
    return make_scheme(session)


def test_codes_asked_for_while_no_worker_runs_are_limited_too(
    session: Session, scheme: Scheme, now: datetime
) -> None:
    volunteer = make_volunteer(session, scheme_id=scheme.id)
    for minute in range(30):
        codes.request(session, volunteer, now=now + timedelta(minutes=minute))
    assert session.scalar(select(func.count()).select_from(Notification)) == codes.PER_HOUR


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ({"email": "ana@mail.example"}, "goes to ana@mail.example. It can take a minute; look in"),
        (
            {"email": "", "phone": "0470 12 34 56"},
            "goes to +32 470 12 34 56. It can take a minute.",
        ),
    ],
)
def test_the_page_says_where_the_code_goes_and_of_a_number_nothing_of_spam(
    client: Client, session: Session, scheme: Scheme, typed: dict[str, str], shown: str
) -> None:
    make_volunteer(session, scheme_id=scheme.id, email="ana@mail.example")
    client.fill(f"/{scheme.slug}/join", **{**GOOD, **typed})
    page = client.get(f"/{scheme.slug}/join/confirm").text
    assert shown in page
    assert ("spam" in page) is ("@" in shown)


def test_what_is_no_code_is_no_try(
    client: Client, session: Session, scheme: Scheme, now: datetime
) -> None:
    join(client, scheme)
    volunteer = session.scalars(select(Volunteer)).one()
    code = codes.issue(session, volunteer, now=now)
    for typed in ("abc", "12345", "1234567", "", "²²²²²²"):
        page = client.fill(f"/{scheme.slug}/join/confirm", code=typed).text
        assert ("The code has six digits." if typed else "Please fill this in") in page
    answer = client.fill(f"/{scheme.slug}/join/confirm", code=f" {code[:3]}-{code[3:]} ")
    assert answer.status_code == 302


def test_asked_for_twice_in_a_minute_a_code_comes_once_unless_the_one_before_is_used_up(
    session: Session, scheme: Scheme, now: datetime
) -> None:
    def ask() -> int:
        codes.request(session, volunteer, now=now)
        return session.scalar(select(func.count()).select_from(Notification)) or 0

    volunteer = make_volunteer(session, scheme_id=scheme.id)
    assert (ask(), ask()) == (1, 1)
    codes.redeem(session, volunteer, codes.issue(session, volunteer, now=now), now=now)
    assert (ask(), ask()) == (2, 2)
    codes.issue(session, volunteer, now=now)
    for _try in range(codes.MAX_TRIES):
        with pytest.raises(CodeRefused):
            codes.redeem(session, volunteer, "1", now=now)
    assert (ask(), ask()) == (3, 3)


def test_who_never_asked_for_codes_gets_few_of_them_a_day(
    session: Session, scheme: Scheme, now: datetime
) -> None:
    stranger = make_volunteer(session, scheme_id=scheme.id, confirmed_at=None)
    for hour in range(24):
        codes.request(session, stranger, now=now + timedelta(hours=hour))
    assert session.scalar(select(func.count()).select_from(Notification)) == codes.PER_HOUR
