"""Figures for Prometheus, read from the database when they are asked for; nobody's name is in them.

They come from rows, not from a process: whichever process answers, they are the same, and they
tell that the workers are gone, which these could not. Only the broker is asked by itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime

from flask import Response, abort, current_app, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from config.settings import Settings
from web.access import anyone
from web.extensions import db
from web.models.duty import BACKUP
from web.public.blueprint import blueprint
from web.public.health import broker_answers
from web.queries import operations
from web.services import clock


@blueprint.get("/metrics")
@anyone
def metrics() -> Response:
    """Open to who knows METRICS_TOKEN; without one, in development only."""
    settings: Settings = current_app.config["PALIER"]
    given = request.headers.get("Authorization", "").encode()
    expected = f"Bearer {settings.metrics_token}".encode()
    if settings.metrics_token:
        if not secrets.compare_digest(given, expected):
            abort(404)
    elif settings.is_production:
        abort(404)
    registry = CollectorRegistry()
    registry.register(_FromDatabase())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


class _FromDatabase(Collector):
    def __init__(self) -> None:
        self._session = db.session()
        self._now = clock.now(self._session)

    def describe(self) -> Iterable[Metric]:
        """Nothing in advance: the rows are read once."""
        return ()

    def collect(self) -> Iterator[Metric]:
        yield from self._queues()
        yield self._sent()
        yield from self._duties()
        yield from self._runs()
        up = "1: the broker answers. Without it messages leave late, and no page fails."
        yield GaugeMetricFamily("palier_broker_up", up, value=broker_answers())

    def _queues(self) -> Iterator[Metric]:
        labels = ["queue", "kind"]
        numbers = {
            name: GaugeMetricFamily(f"palier_outbox_{name}", text, labels=labels)
            for name, text in (
                ("pending", "Messages by channel and jobs by kind that wait."),
                ("due", "Of those, whose time has come."),
                ("failing", "Of those, which were tried without success."),
                ("parked", "Given up: somebody must look at them."),
            )
        }
        oldest = GaugeMetricFamily(
            "palier_outbox_oldest_due_seconds", "Age of what has been due longest.", labels=labels
        )
        for line in operations.lines(self._session, self._now):
            for name, family in numbers.items():
                family.add_metric([line.queue, line.kind], getattr(line, name))
            oldest.add_metric([line.queue, line.kind], self._age(line.oldest_due))
        yield from (*numbers.values(), oldest)

    def _sent(self) -> Metric:
        sent = GaugeMetricFamily(
            "palier_messages_last_hour",
            "Messages that were sent (done), given up (parked), or failed for now (failing).",
            labels=["channel", "outcome"],
        )
        for labels, number in operations.sent_lately(self._session, self._now).items():
            sent.add_metric(labels, number)
        return sent

    def _duties(self) -> Iterator[Metric]:
        labels = ["duty"]
        lag = GaugeMetricFamily(
            "palier_duty_lag_seconds", "Since it last went well.", labels=labels
        )
        took = GaugeMetricFamily("palier_duty_seconds", "How long it took.", labels=labels)
        wrong = GaugeMetricFamily("palier_duty_failing", "1: the last try failed.", labels=labels)
        backup = GaugeMetricFamily("palier_backup_age_seconds", "Since the last `palier backup`.")
        for duty in operations.duties(self._session):
            if duty.done_at is not None and duty.name == BACKUP:
                backup.add_metric([], self._age(duty.done_at))
            elif duty.done_at is not None:
                lag.add_metric([duty.name], self._age(duty.done_at))
            took.add_metric([duty.name], duty.seconds)
            wrong.add_metric([duty.name], bool(duty.problem))
        yield from (lag, took, wrong, backup)

    def _runs(self) -> Iterator[Metric]:
        runs = GaugeMetricFamily("palier_match_runs", "Match runs there are.", labels=["progress"])
        for progress, number in operations.runs(self._session).items():
            runs.add_metric([progress], number)
        yield runs
        seconds = operations.last_run_seconds(self._session)
        last = GaugeMetricFamily("palier_match_run_last_seconds", "How long the newest one took.")
        if seconds is not None:
            last.add_metric([], seconds)
        yield last

    def _age(self, since: datetime | None) -> float:
        return max(0.0, (self._now - since).total_seconds()) if since else 0.0
