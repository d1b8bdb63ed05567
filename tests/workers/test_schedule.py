from __future__ import annotations

from workers import celery


def test_beat_asks_for_tasks_that_exist_and_lets_none_pile_up() -> None:
    celery.loader.import_default_modules()
    for entry in celery.conf.beat_schedule.values():
        assert entry["task"] in celery.tasks
        assert entry["options"]["expires"] <= entry["schedule"]
