"""Row 5, beside the races of `tests/web`: two clicks of one person at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.browsing import Client
from tests.factories import make_match, make_scheme, make_staff
from tests.faults.visitors import who_signs_up
from tests.races import ROUNDS, USUAL, together
from web.forms.guard import new_nonce
from web.models import Match, MatchEvent, Notification, Volunteer
from web.models.vocabulary import Answer, MatchState, Side
from web.services import links, matches

# A page takes longer than a service; all rounds where more are asked for.
SOME = 4 if ROUNDS == USUAL else ROUNDS


def both(client: Client, path: str, *forms: dict[str, str]) -> list[TestResponse]:
    """What is answered to forms that are sent together, each by a browser of its own."""
    assert client.test_session is not None
    client.test_session.commit()
    browsers = [client.another() for _ in forms]
    for browser in browsers:
        # Threads cannot share the session of the test.
        browser.test_session = None
    sends: list[Callable[[], TestResponse]] = [
        partial(browser.post, path, data={**form, "csrf_token": browser.csrf_token()})
        for browser, form in zip(browsers, forms, strict=True)
    ]
    return together(sends)


@pytest.mark.parametrize("form_opened", ["once", "twice"])
def test_who_signs_up_twice_at_once_is_one_volunteer_with_one_code(
    form_opened: str, app: Flask, client: Client, session: Session
) -> None:
    slug = make_scheme(session).slug
    for number in range(SOME):
        with app.app_context():
            nonces = [new_nonce(), new_nonce()]
        second = nonces[form_opened == "twice"]
        form = who_signs_up(number)

        answers = both(
            client, f"/{slug}/join", {**form, "nonce": nonces[0]}, {**form, "nonce": second}
        )

        assert [answer.status_code for answer in answers] == [302, 302]
        assert session.scalar(select(func.count()).select_from(Volunteer)) == number + 1
        codes = select(Notification.party_id).group_by(Notification.party_id)
        twice = codes.having(func.count(Notification.dedupe_key.distinct()) > 2)
        assert session.scalars(twice).all() == []
        session.commit()


@pytest.mark.parametrize("side", Side)
def test_a_link_that_is_tapped_twice_at_once_answers_once(
    side: Side, client: Client, session: Session
) -> None:
    other = Side.HOUSEHOLD if side is Side.VOLUNTEER else Side.VOLUNTEER
    for _ in range(SOME):
        match = make_match(session)
        cora = make_staff(session, scheme_id=match.scheme_id)
        matches.approve(session, match, actor=cora, now=datetime.now(UTC))
        matches.answer(session, match, other, Answer.YES, now=datetime.now(UTC))
        path = links.create(
            session, match.party(side), links.Purpose.MATCH, match.id, now=datetime.now(UTC)
        )

        answers = both(client, path, {"answer": "yes"}, {"answer": "yes"})

        assert all(answer.status_code < 400 for answer in answers)
        assert match.state is MatchState.ACCEPTED
        assert _accepted(session, match) == 1
        told = select(func.count()).where(
            Notification.kind == "match_accepted",
            Notification.params["match_id"].as_integer() == match.id,
        )
        assert session.scalar(told) == 2
        session.commit()


def _accepted(session: Session, match: Match) -> int:
    events = select(func.count()).where(
        MatchEvent.match_id == match.id, MatchEvent.to_state == MatchState.ACCEPTED
    )
    # Its own answer of yes stands there, too: without a change of state.
    return session.scalar(events.where(MatchEvent.from_state != MatchState.ACCEPTED)) or 0
