"""Structured logs that carry ids only: no names, addresses or numbers."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor

_FRAMES = 12


def configure(level: str, *, as_json: bool) -> None:
    """Send every log line, ours and the libraries', to standard error in one form.

    Args:
        as_json: a line of JSON each, without the words of errors, as production wants it.
    """
    common: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendered: list[Processor] = (
        [where_it_broke, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)]
    )
    handler = _StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=common,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [one for one in root.handlers if not isinstance(one, _StandardError)]
    root.addHandler(handler)
    root.setLevel(level)
    # Says of every task that it came and went; of one that failed, with the words of the error.
    logging.getLogger("celery").setLevel(max(logging.WARNING, root.level))
    logging.getLogger("celery.app.trace").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*common, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level, logging.INFO)
        ),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def where_it_broke(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Of an error its class and its place: its words may be somebody's name or address."""
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    if isinstance(raised, tuple):
        raised = raised[1]
    if isinstance(raised, BaseException):
        event["error"] = type(raised).__name__
        event["at"] = _frames(raised.__traceback__)
    return event


def _frames(trace: TracebackType | None) -> list[str]:
    return [
        f"{frame.filename}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(trace)[-_FRAMES:]
    ]


class _StandardError(logging.StreamHandler[TextIO]):
    """Standard error as it is now: tests and supervisors put another one in its place."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)
