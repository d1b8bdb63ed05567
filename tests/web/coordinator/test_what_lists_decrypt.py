"""A list shows names and decrypts nothing else: that takes time, and widens what can leak."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_match, make_task, make_volunteer
from web.models import Scheme, Staff, keyring
from web.models.vocabulary import MatchState, TaskKind

SECRETS = ("+32470000042", "42@example.org", "An alias", "A note", "2014")


@pytest.fixture
def decrypted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is decrypted from here on."""
    texts: list[str] = []
    real = keyring.decrypt

    def note(token: str) -> str:
        texts.append(real(token))
        return texts[-1]

    monkeypatch.setattr(keyring, "decrypt", note)
    return texts


@pytest.mark.parametrize(
    "path",
    [
        "/desk/households",
        "/desk/households?state=waiting",
        "/desk/volunteers",
        "/desk/matches",
        "/desk/",
    ],
)
def test_a_list_decrypts_names_only(
    path: str,
    session: Session,
    client: Client,
    scheme: Scheme,
    coordinator: Staff,
    decrypted: list[str],
) -> None:
    household = make_household(
        session,
        scheme=scheme,
        first_name="Amina",
        phone="+32470000042",
        email="42@example.org",
        alias="An alias",
        note="A note",
        members=[2014, 2014],
    )
    volunteer = make_volunteer(
        session, scheme=scheme, first_name="Zoë", email="42@example.org", child_birth_years=[2014]
    )
    make_household(session, scheme=scheme, first_name="Amina", note="A note", members=[2014])
    match = make_match(
        session,
        volunteer=volunteer,
        household=household,
        state=MatchState.APPROVED,
        proposed_at=datetime.now(UTC),
        answer_by=date(2026, 12, 1),
    )
    make_task(session, scheme=scheme, kind=TaskKind.NO_FIRST_MEETING, match=match)
    session.commit()
    decrypted.clear()
    page = client.get(path)
    assert {"Amina", "Zoë"} & set(decrypted)
    assert "Amina" in page.text or "Zoë" in page.text
    assert [text for text in decrypted if any(secret in text for secret in SECRETS)] == []
