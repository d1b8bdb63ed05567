"""Everything that a scheme decides for itself is found from one page, and that from everywhere."""

from __future__ import annotations

from tests.browsing import Client
from web.models import Staff

DECIDED = ("sending", "cadence", "policy", "public-page", "look", "campaigns", "absences")


def test_the_settings_lead_to_all_that_a_scheme_decides(client: Client, coordinator: Staff) -> None:
    assert 'href="/desk/settings"' in client.get("/desk/volunteers").text
    page = client.get("/desk/settings").text
    for path in (*(f"/desk/{one}" for one in DECIDED), "/desk/#weekly-mail"):
        assert f'href="{path}"' in page
        assert client.get(path.partition("#")[0]).status_code == 200
