from __future__ import annotations

from web.services import jobs
from web.transactions import transaction
from workers import stopping
from workers.app import celery


@celery.task(name="workers.tasks.jobs.sweep")
def sweep() -> None:
    """Do the jobs that are due, one after the other; told to end, no more than the one in hand."""
    jobs.perform_due(transaction, is_over=stopping.was_told)
