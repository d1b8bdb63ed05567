"""Reports as mail servers write them: what is one, what it says, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.delivery.reported import complaint, failure
from web.delivery import reports

ADDRESS = "bounces+7-00112233445566778899@example.org"


def test_a_failure_tells_its_code_and_which_mail_it_is_about() -> None:
    found = reports.read(failure(ADDRESS, status="5.1.1"))
    assert found is not None
    assert (found.unwanted, found.status) == (False, "5.1.1")
    assert any(ADDRESS in header for header in found.about)


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered", "expanded"])
def test_what_may_still_arrive_is_no_failure(action: str) -> None:
    assert reports.read(failure(ADDRESS, status="4.4.1", action=action)) is None


def test_a_complaint_is_about_the_mail_inside_it() -> None:
    found = reports.read(complaint(ADDRESS))
    assert found is not None
    assert found.unwanted
    assert any(ADDRESS in header for header in found.about)


@pytest.mark.parametrize("kind", ["not-spam", "virus"])
def test_only_some_feedback_is_a_complaint(kind: str) -> None:
    assert reports.read(complaint(ADDRESS, kind=kind)) is None


def test_a_holiday_reply_is_no_report() -> None:
    assert reports.read(b"To: x@example.org\r\nSubject: Away\r\n\r\nBack on Monday.\r\n") is None


@settings(max_examples=60)
@given(st.binary(max_size=400), st.integers(0, 1200))
def test_whatever_comes_in_is_read_or_passed_over(noise: bytes, cut: int) -> None:
    report = failure(ADDRESS, status="5.1.1")
    for content in (noise, report[:cut] + noise, report[:cut] + noise + report[cut:]):
        reports.read(content)
