"""What promises cost is said beside the same policy without them, and that they help nobody too."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from web.coordinator.promise_words import price_of
from web.models.vocabulary import PromisedGroup


def _preview(served: int, without: int) -> Any:
    effect = SimpleNamespace(
        name=PromisedGroup.ALONE,
        within=SimpleNamespace(group=8, group_served=served),
        without=SimpleNamespace(group_served=without),
    )
    return SimpleNamespace(price=SimpleNamespace(pairs=6, points=0, effects=[effect]))


@pytest.mark.parametrize(("served", "helps"), [(4, False), (3, False), (5, True)])
def test_promises_that_help_nobody_say_so(sqlite_app: Flask, served: int, helps: bool) -> None:
    with sqlite_app.test_request_context():
        said = " ".join(map(str, price_of(_preview(served, 4))))
    assert "the same policy without them makes 6 more" in said
    assert ("help nobody" in said) is not helps
