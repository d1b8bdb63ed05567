"""A page says so in words when the database is away, and the next one works when it is back."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.orm import Session

from tests import databases
from tests.browsing import Client
from tests.conftest import application
from tests.factories import make_scheme, make_staff
from web.extensions import db


def test_every_page_says_so_in_words_and_works_again_afterwards(tmp_path: Path) -> None:
    with databases.postgresql() as server, application(server.get_uri(), tmp_path) as app:
        with app.app_context():
            session = Session(db.engine)
        scheme = make_scheme(session)
        coordinator, slug, name = make_staff(session, scheme=scheme), scheme.slug, scheme.name
        session.commit()
        desk, visitor = app.test_client(), app.test_client()
        assert isinstance(desk, Client)
        desk.sign_in(coordinator)
        session.close()
        paths = ((desk, "/desk/"), (visitor, f"/{slug}/"))
        assert [browser.get(path).status_code for browser, path in paths] == [200, 200]
        server._stop()
        for browser, path in paths:
            page = browser.get(path)
            assert page.status_code == 500
            assert "Nothing was saved by this step" in page.text
            assert name not in page.text
        server.ensure_postgres_running()
        assert [browser.get(path).status_code for browser, path in paths] == [200, 200]
