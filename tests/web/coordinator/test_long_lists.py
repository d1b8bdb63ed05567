from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

from sqlalchemy import func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.web.coordinator.statements import counting
from web.coordinator.sealed import seal
from web.models import Household, Match, Party, Scheme, SpokenLanguage, Staff, Volunteer
from web.models.vocabulary import HouseholdState, MatchState, Source, VolunteerState
from web.services import name_index

MOST = 12
FEW, MANY = 100, 5000
LISTS = (
    "/desk/volunteers?state=ready&place=Elsene&language=fr&weeks=8&called={aicha}",
    "/desk/households?state=waiting&place=Elsene&language=fr&weeks=8&called={aicha}",
    "/desk/matches?state=proposed&place=Elsene&language=fr&weeks=8",
    "/desk/search?kind=volunteers&q={aicha}",
    "/desk/search?kind=households&q={aicha}",
    "/desk/search?kind=matches&q={aicha}",
)


def _crowd(session: Session, scheme: Scheme, number: int) -> None:
    """So many volunteers and households, each of them in one match."""
    now = datetime.now(UTC)
    first = (session.scalar(select(func.max(Party.id))) or 0) + 1
    volunteers = range(first, first + number)
    households = range(first + number, first + 2 * number)

    def person(party_id: int) -> dict[str, object]:
        return {
            "id": party_id,
            "scheme_id": scheme.id,
            "first_name": f"Aïcha{party_id}",
            "language": "fr",
            "postcode": "1050",
            "created_at": now - timedelta(minutes=party_id),
            "ready_at": now - timedelta(weeks=9),
        }

    session.execute(
        insert(Volunteer), [{**person(one), "state": VolunteerState.READY} for one in volunteers]
    )
    home = {"state": HouseholdState.READY, "source": Source.SELF}
    session.execute(insert(Household), [{**person(one), **home} for one in households])
    session.execute(
        insert(SpokenLanguage),
        [{"party_id": one, "tag": "fr", "level": 4} for one in (*volunteers, *households)],
    )
    session.execute(
        insert(Match),
        [
            {
                "scheme_id": scheme.id,
                "volunteer_id": volunteer,
                "household_id": household,
                "state": MatchState.PROPOSED,
                "proposed_at": now - timedelta(weeks=9, minutes=volunteer),
            }
            for volunteer, household in zip(volunteers, households, strict=True)
        ],
    )
    for _ in name_index.fill(session.connection()):
        pass
    session.commit()


def test_a_list_takes_as_many_queries_with_five_thousand_rows_as_with_a_hundred(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    aicha = quote(seal("aicha"))
    taken: dict[str, list[int]] = {path.format(aicha=aicha): [] for path in LISTS}
    for number in (FEW, MANY - FEW):
        _crowd(session, scheme, number)
        for path, counts in taken.items():
            first = client.get(path).text
            following = re.search(r'rel="next" href="([^"]+)"', first)
            assert following is not None, path
            for page in (path, unescape(following[1]), path.partition("?")[0]):
                with counting(engine) as statements:
                    answer = client.get(page)
                assert answer.status_code == 200
                counts.append(len(statements.sent))
    assert re.search(r"Matches <span class=\"quiet\">5,000<", first)
    for path, counts in taken.items():
        assert counts[:3] == counts[3:], path
        assert max(counts) <= MOST, path
