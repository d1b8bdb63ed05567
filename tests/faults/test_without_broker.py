"""A website that begins where no broker is: it is ready, and takes the forms of people."""

from __future__ import annotations

import http.client
import json
import time
from contextlib import closing

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from config.settings import Settings
from tests.factories import make_scheme
from tests.faults.programs import Programs
from tests.faults.visitors import OLD_ENOUGH_S, Visitor
from web.models import Volunteer


def _status(port: int, path: str) -> tuple[int, dict[str, object]]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        with connection.getresponse() as answer:
            return answer.status, json.loads(answer.read())


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_website_without_a_broker_is_ready_and_says_elsewhere_that_it_is_gone(
    app: Flask, session: Session, settings: Settings
) -> None:
    slug = make_scheme(session).slug
    session.commit()
    programs = Programs(settings)
    try:
        _website, port = programs.website()
        visitors = [Visitor.opens(port, f"/{slug}/join", number) for number in range(5)]
        time.sleep(OLD_ENOUGH_S)
        assert _status(port, "/readyz")[0] == 200
        assert [visitor.signs_up() for visitor in visitors] == [302] * 5
        status, told = _status(port, "/workersz")
        assert (status, told["broker"]) == (503, False)
    finally:
        programs.end()
    assert session.scalar(select(func.count()).select_from(Volunteer)) == 5
