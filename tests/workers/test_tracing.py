from __future__ import annotations

import pytest
import structlog
from flask import Flask

from web import tracing
from workers import celery


# The database has no part in it.
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_task_goes_on_under_the_name_of_the_request_that_asked_for_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workers.app.flask_app", lambda: app)
    structlog.contextvars.clear_contextvars()
    seen: list[str | None] = []

    @celery.task(name="tests.look", shared=False)
    def look() -> None:
        seen.append(tracing.current_request())

    look.apply(headers={"request_id": "asked-for-by"})
    look.apply()
    assert seen == ["asked-for-by", None]
