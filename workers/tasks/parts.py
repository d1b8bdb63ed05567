"""The parts of a divided run: a chord whose tasks carry an id and return nothing.

Each is only a way to hear of a row sooner. What is due, who has it and whether all are done is in
the database; a task that comes twice, late or never changes nothing.
"""

from __future__ import annotations

from web.services import jobs, run_parts
from web.transactions import transaction
from workers.app import celery


@celery.task(name="workers.tasks.parts.solve")
def solve(part_id: int) -> None:
    """Solve one part of a run, if it is still to be done."""
    jobs.perform_for(transaction, run_parts.PART, part_id)


@celery.task(name="workers.tasks.parts.unite")
def unite(run_id: int) -> None:
    """Put the parts of a run together, if all are solved and nobody has done it."""
    jobs.perform_for(transaction, run_parts.UNION, run_id)
