"""How long looking for people takes at the desk, by how often what was typed occurs.

Each page is asked for in the process, without a network: what is measured is the database, the
decrypting of the rows that are shown, and the template. On SQLite in a fresh folder.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from statistics import median

from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parent.parent
SIDE = 100_000
TIMES = 7
# From what nobody is called to what most are.
TYPED = ("zzyzx", "aicha benali", "عائشة", "olena", "ma", "maria kortrijk", "Lüttich", "a")


def fill(side: int) -> None:
    """Invent `side` volunteers and as many households with their history."""
    from web.services import clock, demo
    from web.transactions import transaction

    with transaction() as session:
        size = demo.DemoSize(side, side, 1)
        demo.fill(session, size, clock.now(session), lambda _: None)


def measure(client: FlaskClient, typed: str) -> tuple[float, float]:
    """Median and most of the seconds that the page of what was found takes."""
    from web.coordinator.sealed import seal

    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        answer = client.get("/desk/search", query_string={"q": seal(typed)})
        taken.append(time.perf_counter() - began)
        if answer.status_code != HTTPStatus.OK:
            raise SystemExit(f"{typed}: {answer.status}")
    return median(taken), max(taken)


def main() -> None:
    side = int(sys.argv[1]) if len(sys.argv) > 1 else SIDE
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(PALIER_ENV="development", DATA_DIR=folder)
        from flask_migrate import upgrade
        from sqlalchemy import select

        from web import create_app
        from web.extensions import db
        from web.models import Staff

        app = create_app()
        with app.app_context():
            upgrade()
            began = time.perf_counter()
            fill(side)
            print(f"{side} a side, filled in {time.perf_counter() - began:.0f} s")
            coordinator = db.session.scalars(select(Staff.public_id)).one()
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie.update(_user_id=coordinator, _fresh=True, signed_in_at=time.time())
        print(f"{'typed':>16} {'median':>9} {'most':>9}")
        for typed in TYPED:
            usual, most = measure(client, typed)
            print(f"{typed:>16} {1000 * usual:6.0f} ms {1000 * most:6.0f} ms")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
