"""An installation without text messages, or without WhatsApp."""

from __future__ import annotations

from web.delivery.protocols import PermanentFailure, TextMessage


class NoSmsGateway:
    """Refuses each message, so that it becomes a task: a coordinator calls instead."""

    def send(self, message: TextMessage) -> None:  # noqa: ARG002 - the protocol's signature
        raise PermanentFailure("NoSmsGateway")
