"""Wednesday, noon, and a mailbox that takes everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine
from flask import Flask

from web.services.clock import ZONE

WEDNESDAY_NOON = datetime(2026, 7, 1, 12, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(WEDNESDAY_NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def running(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
