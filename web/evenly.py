"""Answers that take equally long, so that their time tells nobody who is known here."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, after_this_request, current_app

View = TypeVar("View", bound=Callable[..., Any])


def evenly(view: View) -> View:
    """Hold an answer back until a fixed time has passed since the request began.

    The wait comes after the transaction, so nobody else waits with it.
    """

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the view takes
        ready_at = time.monotonic() + float(current_app.config.get("EVEN_SECONDS", 0.25))

        @after_this_request
        def hold(response: Response) -> Response:
            time.sleep(max(0.0, ready_at - time.monotonic()))
            return response

        return view(*args, **kwargs)

    return answer  # type: ignore[return-value]  # wraps it
