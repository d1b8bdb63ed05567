"""What is wrong in a form of the desk is said in our own sentences, never in those of WTForms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from babel.support import Translations
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session
from wtforms.i18n import messages_path

from tests.browsing import Client
from tests.web.desk import example
from tests.web.desk.routes import Things, fields, paths, rules

pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)

# What every field is filled with: nothing, no number or day, and what is too long for any.
TYPED = ["", "nonsense", "é" * 5000]


@pytest.fixture
def desk(engine: Engine, session: Session, client: Client) -> Things:
    example.fill(engine)
    client.sign_in(example.coordinator(session))
    return {word: ids[:1] for word, ids in example.things(session).items()}


def _sentences(language: str) -> Iterator[re.Pattern[str]]:
    """What WTForms says, with whatever it puts in."""
    catalog = Translations.load(messages_path(), [language], domain="wtforms")
    for said, own in catalog._catalog.items():
        english = said if isinstance(said, str) else said[0]
        if english and not english.startswith(("CSRF", "Invalid CSRF")):
            for text in (english, own):
                parts = re.split(r"%\(\w+\)[sd]|%s", text)
                yield re.compile(".*".join(map(re.escape, parts)))


@pytest.mark.parametrize("language", ["nl", "de"])
def test_no_form_of_the_desk_complains_in_the_words_of_wtforms(
    client: Client, desk: Things, language: str
) -> None:
    client.get(f"/language/{language}")
    sent = fields(client, desk)
    sentences = list(_sentences(language))
    wrong = []
    for rule in rules(client.application, "POST"):
        path = next(iter(paths(rule, desk)))
        for typed in TYPED:
            answer = client.press(path, **dict.fromkeys(sent[rule.endpoint], typed))
            text = unescape(answer.text)
            wrong += [(path, typed[:9], one.pattern) for one in sentences if one.search(text)]
    assert wrong == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("0", "Please give a number from 3 to 30."), ("", "Please fill this in.")],
)
def test_a_nought_is_a_number_and_nothing_is_none(
    client: Client, desk: Things, typed: str, said: str
) -> None:
    client.get("/language/en")
    answer = client.fill("/desk/cadence", answer_days=typed)
    assert (
        f'href="#answer_days">Days that both sides have to answer a proposal</a> <span>{said}'
        in (answer.text)
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [("31/03/2026", "Please give a day, such as 2026-03-31."), ("", "Please fill this in.")],
)
def test_a_day_that_cannot_be_read_is_told_apart_from_none(
    client: Client, desk: Things, typed: str, said: str
) -> None:
    client.get("/language/en")
    answer = client.fill("/desk/absences", until_on=typed)
    assert f'<a href="#until_on">Last day</a> <span>{said}</span>' in answer.text
