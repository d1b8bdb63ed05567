from __future__ import annotations

from web.messages import kinds
from web.messages.optional import OPTIONAL


def test_every_message_that_can_be_stopped_exists() -> None:
    assert set(kinds()) >= OPTIONAL
