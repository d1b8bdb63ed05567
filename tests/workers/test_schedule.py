from __future__ import annotations

from workers import celery

TWO_HOURS_S = 2 * 3600
MOST_THAT_PILE_UP = 5_000


def test_beat_asks_for_tasks_that_exist_and_lets_few_pile_up() -> None:
    celery.loader.import_default_modules()
    waiting = 0.0
    for entry in celery.conf.beat_schedule.values():
        assert entry["task"] in celery.tasks
        waiting += entry["options"]["expires"] / entry["schedule"]
    assert waiting < MOST_THAT_PILE_UP


def test_what_a_beat_asks_for_is_done_by_a_worker_whose_clock_is_two_hours_ahead() -> None:
    """When a message is worthless is told by the sender's clock and read by the worker's."""
    for entry in celery.conf.beat_schedule.values():
        assert entry["options"]["expires"] > TWO_HOURS_S
