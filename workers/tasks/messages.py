from __future__ import annotations

from web.services import sending
from web.transactions import transaction
from workers.app import celery


@celery.task(name="workers.tasks.messages.sweep")
def sweep() -> None:
    """Send what is due."""
    sending.deliver_due(transaction, limit=100)
