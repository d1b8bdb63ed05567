"""How far work in the background is, told on its row, and whether anybody still wants it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import update
from sqlalchemy.orm import Session

from web.models import MatchRun, PolicyPreview
from web.models.vocabulary import Progress
from web.services.transaction import Transaction

UNDER_WAY = frozenset({Progress.QUEUED, Progress.RUNNING})

Work = MatchRun | PolicyPreview
Watch = Callable[[str, int], None]
# By phase, the share of the whole at its beginning and its end, in percent.
Phases = Mapping[str, tuple[int, int]]


class NoLongerWanted(Exception):
    """The work is over for everybody else: whoever still computes it stops here."""


class Teller:
    """Shows how far the work is, in transactions of their own and not too often.

    NoLongerWanted when it is over or was cancelled: the solver stops at its next step.
    """

    def __init__(
        self,
        transaction: Transaction,
        work: tuple[type[Work], int],
        phases: Phases,
        watch: Watch | None = None,
    ) -> None:
        self._transaction = transaction
        self._watch = watch
        self._work = work
        self._phases = phases
        self._told = ("", 0)

    def __call__(self, phase: str, share: float) -> None:
        first, last = self._phases[phase]
        percent = first + round((last - first) * share)
        if phase == self._told[0] and percent < self._told[1] + 5:
            return
        self._told = (phase, percent)
        if self._watch is not None:
            self._watch(phase, percent)
        with self._transaction() as session:
            still_wanted(session, *self._work, phase=phase, percent=percent)


def still_wanted(session: Session, table: type[Work], row_id: int, **told: object) -> None:
    """Write down how far the work is; NoLongerWanted when it is over or was cancelled."""
    wanted = session.execute(
        update(table)
        .where(table.id == row_id, table.progress.in_(UNDER_WAY))
        .values(told)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    if wanted.scalar_one_or_none() is None:
        raise NoLongerWanted
