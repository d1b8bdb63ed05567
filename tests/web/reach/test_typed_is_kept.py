"""Whoever reads on in another language finds all that they typed and ticked, on every page."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.web.reach.families import Families
from tests.web.reach.filling import Filling, Seen, seen_on
from tests.web.reach.shown import Shown, once
from tests.web.reach.volunteers import Volunteers
from web.models import Notification

ELSEWHERE = "nl"


@pytest.mark.parametrize("who", [Families, Volunteers])
def test_another_language_keeps_what_was_typed_on_every_page(
    app: Flask, client: Client, session: Session, who: type[Families | Volunteers]
) -> None:
    pages = Families(session).pages() if who is Families else Volunteers(app, session).pages()
    lost: dict[str, object] = {}
    forms = 0
    for shown in once(pages):
        browser = client.another()
        seen = seen_on(shown.asked_by(browser, "en").text)
        assert len(seen.forms) <= 1, f"{shown.name}: a button sends only one of them"
        sent = _sent(session)
        for form in seen.forms:
            forms += 1
            assert seen.buttons.get(ELSEWHERE) == form.id != "", shown.name
            lost |= _lost(browser, shown, form)
        if not seen.forms:
            _reads_on(browser, shown, seen)
        assert _sent(session) == sent, f"{shown.name}: to read on is no answer"
    assert lost == {}
    assert forms > 5


def _reads_on(browser: Client, shown: Shown, seen: Seen) -> None:
    if seen.buttons:
        answer = browser.post(shown.at or shown.path, data={"read_in": ELSEWHERE})
    else:
        answer = browser.get(seen.links[ELSEWHERE], follow_redirects=True)
    assert answer.status_code in {200, 404, 410}, shown.name
    assert f'<html lang="{ELSEWHERE}"' in answer.text, shown.name


def _lost(browser: Client, shown: Shown, form: Filling) -> dict[str, object]:
    """What the page shows otherwise in the other language than it was typed."""
    typed = {**form.unseen, **{name: list(those) for name, those in form.otherwise.items()}}
    answer = browser.post(form.action or shown.path, data={**typed, "read_in": ELSEWHERE})
    assert f'<html lang="{ELSEWHERE}"' in answer.text, shown.name
    assert "data-focus" not in answer.text, f"{shown.name}: nothing was sent, so nothing is wrong"
    (again,) = seen_on(answer.text).forms
    want = {name: form.otherwise.get(name, set()) for name in form.now}
    # An empty line more is one to write into.
    kept = {name: again.now.get(name, set()) - {""} for name in want}
    return {f"{shown.name}: {name}": kept[name] for name in want if kept[name] != want[name]}


def _sent(session: Session) -> int:
    return session.scalar(select(func.count(Notification.id))) or 0
