"""Lists, files and maps call a town as the reader's language does."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tests.browsing import Client
from tests.factories import make_household, make_volunteer
from web.models import Scheme, Staff
from web.models.vocabulary import HouseholdState, VolunteerState


def test_a_dutch_reader_finds_dutch_names_everywhere(
    client: Client, session: Session, coordinator: Staff, scheme: Scheme
) -> None:
    home = {"postcode": "1030", "locality": "Schaerbeek"}
    make_household(session, scheme=scheme, state=HouseholdState.READY, **home)
    made = make_volunteer(session, scheme=scheme, state=VolunteerState.READY, **home)
    session.commit()
    client.get("/language/nl")
    for page in (
        "/desk/",
        "/desk/households",
        "/desk/volunteers",
        f"/desk/volunteers/{made.public_id}",
        "/desk/radar",
    ):
        text = client.get(page).text
        assert "Schaarbeek" in text or page == "/desk/radar", page
        assert "Schaerbeek" not in text, page
    for kind in ("households", "volunteers"):
        file = client.press(f"/desk/{kind}/export").text
        assert "Schaarbeek" in file
        assert "Schaerbeek" not in file
