"""The whole demonstration in order: scheme, staff, people, history, an evaluation round."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

import numpy as np
from sqlalchemy import update
from sqlalchemy.orm import Session

from web.models import Household, Scheme, Staff, Volunteer
from web.models.vocabulary import MatchState, Role
from web.services.demo import asking, evaluating
from web.services.demo.pairing import Known, Neighbourhood
from web.services.demo.people import HISTORY, Inventor
from web.services.demo.stories import EARLIER_FATES, FATES, Teller
from web.services.demo.writing import BLOCK, write_people

# So many families had a neighbour, or nearly, before the one they have now.
EARLIER_SHARE = 0.45
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class DemoSize:
    volunteers: int = 120
    households: int = 90
    seed: int = 1

    @property
    def steps(self) -> int:
        """For a progress bar: every household is drawn once and given its history once."""
        return self.volunteers + 2 * self.households


def fill(session: Session, size: DemoSize, now: datetime, progress: Progress) -> Scheme:
    """Invent a scheme of this size; the same people for the same seed and day."""
    random = np.random.default_rng(size.seed)
    scheme = _scheme(session, now)
    coordinator = _staff(session, scheme, now)
    inventor = Inventor(scheme.id, now, size.seed)
    write = partial(write_people, session, progress=progress, checked_by=coordinator.id)
    volunteers = write(Volunteer, inventor.volunteers(size.volunteers))
    households = write(Household, inventor.households(size.households))
    old_enough = [known for known in households if now - known.joined > timedelta(days=40)]
    had_a_story_before = [known for known in old_enough if random.random() < EARLIER_SHARE]
    teller = Teller(scheme.id, coordinator.id, now, random)
    around = Neighbourhood(volunteers, random)
    # Those who are left without a story are who the visitor's own match run is for.
    for fates, families in ((EARLIER_FATES, had_a_story_before), (FATES, old_enough)):
        _write_history(session, teller, fates, around.pairs(families))
    _wait_again(session, [known.party_id for known in households if known.free], now, random)
    progress(size.households)
    evaluating.rounds(session, scheme, now, random)
    return scheme


def _write_history(
    session: Session,
    teller: Teller,
    fates: Mapping[MatchState, int],
    pairs: Iterable[tuple[Known, Known]],
) -> None:
    now = teller.now
    # Told one by one: a story takes a place, and the next pair must know.
    told = (teller.tell(fates, volunteer, household) for volunteer, household in pairs)
    while matches := list(islice(told, BLOCK)):
        session.add_all(matches)
        session.flush()
        answers = [row for match in matches for row in asking.follow_ups(match, now, teller.random)]
        session.add_all(answers)
        session.flush()
        asking.ask_for_coordinator(session, answers, now)
        session.expunge_all()


def _wait_again(
    session: Session, households: list[int], now: datetime, random: np.random.Generator
) -> None:
    """Who has nobody became ready some weeks ago, most of them lately."""
    table = Household.__table__
    for household_id in households:
        weeks = min(float(random.exponential(9)), 60.0)
        session.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == household_id, table.c.ready_at.is_not(None))
            .values(ready_at=now - timedelta(weeks=weeks))
        )


def _scheme(session: Session, now: datetime) -> Scheme:
    scheme = Scheme(
        slug="voisins",
        name="Voisins Solidaires",
        association="Voisins Solidaires (démonstration)",
        language="fr",
        email="bonjour@example.org",
        phone="+32 2 555 01 00",
        legal_status="Association sans but lucratif (démonstration)",
        insurance="Assurance responsabilité civile (démonstration)",
        meeting_place="Maison de quartier, Place du Jeu de Balle 50, 1000 Bruxelles",
        created_at=now - HISTORY,
    )
    session.add(scheme)
    session.flush()
    return scheme


def _staff(session: Session, scheme: Scheme, now: datetime) -> Staff:
    """The coordinator, and who runs the installation."""
    coordinator, administrator = (
        Staff(
            scheme_id=scheme.id,
            first_name=first_name,
            last_name=last_name,
            language="fr",
            duty=duty,
            sessions_valid_from=now - HISTORY,
            created_at=now - HISTORY,
        )
        for first_name, last_name, duty in (
            ("Claire", "Moreau", Role.COORDINATOR),
            ("Anouk", "Peeters", Role.ADMINISTRATOR),
        )
    )
    coordinator.set_email("coordination@example.org")
    administrator.set_email("administration@example.org")
    session.add_all([coordinator, administrator])
    session.flush()
    return coordinator
