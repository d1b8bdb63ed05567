from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories.crowd import make_crowd
from tests.web.coordinator.statements import counting
from web.coordinator.sealed import seal
from web.models import Scheme, Staff

# The database whose plans depend on how many rows there are.
pytestmark = pytest.mark.parametrize("app", ["postgresql"], indirect=True)

MOST = 12
FEW, MANY = 200, 2000
LISTS = (
    "/desk/volunteers?state=ready&place=Elsene&language=fr&weeks=8&called={aicha}",
    "/desk/households?state=waiting&place=Elsene&language=fr&weeks=8&called={aicha}",
    "/desk/matches?state=proposed&place=Elsene&language=fr&weeks=8",
    "/desk/search?kind=volunteers&q={aicha}",
    "/desk/search?kind=households&q={aicha}",
    "/desk/search?kind=matches&q={aicha}",
)


def test_a_list_takes_as_many_queries_with_two_thousand_rows_as_with_two_hundred(
    engine: Engine, session: Session, client: Client, scheme: Scheme, coordinator: Staff
) -> None:
    aicha = quote(seal("aicha"))
    taken: dict[str, list[int]] = {path.format(aicha=aicha): [] for path in LISTS}
    for number in (FEW, MANY - FEW):
        make_crowd(session, scheme, number)
        session.commit()
        # As SQLite does at each start once there is so much more.
        session.execute(text("ANALYZE"))
        session.commit()
        for path, counts in taken.items():
            first = client.get(path).text
            following = re.search(r'rel="next" href="([^"]+)"', first)
            assert following is not None, path
            for page in (path, unescape(following[1]), path.partition("?")[0]):
                with counting(engine) as statements:
                    answer = client.get(page)
                assert answer.status_code == 200
                counts.append(len(statements.sent))
    assert re.search(r"\b1,?000 matches", client.get(LISTS[2]).text)
    for path, counts in taken.items():
        assert counts[:3] == counts[3:], path
        assert max(counts) <= MOST, path
