from __future__ import annotations

from web.services import sending
from web.transactions import transaction
from workers import stopping
from workers.app import celery


@celery.task(name="workers.tasks.messages.sweep")
def sweep() -> None:
    """Send what is due; told to end, no more than the message in hand."""
    sending.deliver_due(transaction, limit=100, is_over=stopping.was_told)
