"""Every page of the desk, read off the URL map: a new one is there without being named here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.browsing import Client, forms

# The public ids of what the desk shows, by the word before the argument: /desk/matches/<id>.
Things = Mapping[str, Sequence[str]]

# What a page cannot be without, beside its address.
ASKED_FOR = {"/desk/radar/poster": "?area=Ixelles&language=fr&slots=1"}


def rules(app: Flask, method: str) -> list[Rule]:
    """The desk's routes that answer this method, by address."""
    found = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("coordinator.") and method in (rule.methods or ())
    ]
    return sorted(found, key=lambda rule: rule.rule)


def paths(rule: Rule, things: Things) -> Iterator[str]:
    """The route's address for each thing that its argument can name.

    The page of a thing differs by its state, so it comes with every example; what lies below it
    comes with the first.
    """
    before, argument, below = rule.rule.partition("<public_id>")
    if not argument:
        assert "<" not in rule.rule, f"{rule.rule} needs an example that nobody can guess"
        return iter([rule.rule + ASKED_FOR.get(rule.rule, "")])
    found = _named_by(before.split("/")[-2], rule, things)
    return (f"{before}{name}{below}" for name in (found[:1] if below else found))


def pages(app: Flask, things: Things) -> list[str]:
    """What can be opened at the desk, each route with its examples."""
    return [path for rule in rules(app, "GET") for path in paths(rule, things)]


def fields(client: Client, things: Things) -> dict[str, set[str]]:
    """The names of what the desk's forms send, by the view that they are sent to."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    adapter = client.application.url_map.bind("localhost")
    for page in pages(client.application, things):
        for form in forms(client.get(page).text):
            try:
                view, _ = adapter.match(urlsplit(form.action or page).path, form.method)
            except HTTPException:
                continue
            found[view] |= form.values.keys() - {"csrf_token"}
    return found


def _named_by(word: str, rule: Rule, things: Things) -> Sequence[str]:
    if not things.get(word):
        pytest.fail(f"{rule.rule} has no example: say in tests/web/desk what {word!r} are")
    return things[word]
