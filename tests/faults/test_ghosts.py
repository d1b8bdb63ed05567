"""Row 4: requests that end badly after they have written leave nothing, and nobody is rung for."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_scheme
from tests.faults.visitors import who_signs_up
from web.doorbell import doorbell
from web.forms.guard import new_nonce
from web.models import Notification, Volunteer
from web.public import waiting_codes

FULL = pytest.param(1000, marks=pytest.mark.faults)


@pytest.mark.parametrize("requests", [10, FULL])
def test_a_request_that_is_rolled_back_leaves_no_ghost(
    requests: int,
    app: Flask,
    client: Client,
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    slug = make_scheme(session).slug
    session.commit()
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "ring", rung.append)
    expected = waiting_codes.expect

    def breaks_for_every_tenth(purpose: str, name: str, *, contact: str) -> None:
        """After the person and their message are written."""
        if number % 10 == 0:
            raise RuntimeError
        expected(purpose, name, contact=contact)

    monkeypatch.setattr(waiting_codes, "expect", breaks_for_every_tenth)
    answers = []
    with app.app_context():
        nonces = [new_nonce() for _ in range(requests)]
    for number, nonce in enumerate(nonces):
        form = {**who_signs_up(number), "nonce": nonce}
        answers.append(client.press(f"/{slug}/join", **form).status_code)

    kept = requests - requests // 10
    assert (answers.count(302), answers.count(500)) == (kept, requests - kept)
    assert session.scalar(select(func.count()).select_from(Volunteer)) == kept
    to_somebody = select(func.count()).select_from(Notification).join(Notification.party)
    assert session.scalar(to_somebody) == kept
    assert rung == ["notification"] * kept
