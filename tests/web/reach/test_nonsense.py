"""Whatever a form of a family, a volunteer or a stranger is sent with, a page in words answers."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.browsing import Client, Form, forms
from tests.web.desk.test_nonsense import NONSENSE
from tests.web.reach.families import Families
from tests.web.reach.shown import Shown
from tests.web.reach.volunteers import Volunteers

WORDS = ["next week", "", "   ", "2026-02-30", "0000-00-00", *NONSENSE]


@pytest.mark.parametrize("who", [Families, Volunteers])
def test_no_form_fails_whether_sent_empty_or_with_nonsense(
    app: Flask, client: Client, session: Session, who: type[Families | Volunteers]
) -> None:
    pages = Families(session).pages() if who is Families else Volunteers(app, session).pages()
    found = [
        (shown, form)
        for shown in pages
        for form in forms(shown.asked_of(client, "en").text)
        if form.method == "post"
    ]
    # What is only pressed, such as 'leave', would close the pages of the others.
    found.sort(key=lambda one: len(_typed(one[1])), reverse=True)
    assert len(_typed(found[0][1])) > 10
    wrong = []
    for shown, form in found:
        for word in WORDS if _typed(form) else WORDS[:1]:
            status = _sent(client, shown, form, word)
            if status >= 500:
                wrong.append((shown.name, form.action, word[:20], status))
    assert wrong == []


def _sent(client: Client, shown: Shown, form: Form, word: str) -> int:
    browser = client.another()
    if shown.cookie:
        browser.set_cookie("palier", shown.cookie)
    typed = dict.fromkeys(_typed(form), word)
    return browser.press(form.action or shown.path, **typed).status_code


def _typed(form: Form) -> set[str]:
    return form.values.keys() - {"csrf_token", "nonce", "website"}
