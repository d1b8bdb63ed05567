"""How long a demonstration of a given size takes to invent, beside a bare insert of as many rows.

The bare insert writes the same number of unencrypted parties and nothing else: what is above it is
the price of encryption, history and follow-ups. Each runs once, on SQLite in a fresh folder.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = (1_000, 10_000)


def bare_insert(folder: Path, rows: int) -> float:
    """Seconds for `rows` rows of 20 short columns into one table."""
    began = time.perf_counter()
    with sqlite3.connect(folder / "bare.db") as connection:
        columns = ", ".join(f"c{number} TEXT" for number in range(20))
        connection.execute(f"CREATE TABLE party (id INTEGER PRIMARY KEY, {columns})")
        marks = ", ".join("?" * 20)
        values = (tuple(f"value {row} {column}" for column in range(20)) for row in range(rows))
        connection.executemany(f"INSERT INTO party VALUES (NULL, {marks})", values)  # noqa: S608
    return time.perf_counter() - began


def demonstration(folder: Path, side: int) -> float:
    """Seconds for `side` volunteers and as many households with their history."""
    os.environ.update(PALIER_ENV="development", DATA_DIR=str(folder))
    from flask_migrate import upgrade

    from web import create_app
    from web.services import clock, demo
    from web.transactions import transaction

    app = create_app()
    with app.app_context():
        upgrade()
        began = time.perf_counter()
        with transaction() as session:
            size = demo.DemoSize(side, side, 1)
            demo.fill(session, size, clock.now(session), lambda _: None)
        return time.perf_counter() - began


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    print(f"{'a side':>8} {'demonstration':>14} {'bare insert':>12}")
    for side in sizes:
        with tempfile.TemporaryDirectory() as folder:
            invented = demonstration(Path(folder), side)
            bare = bare_insert(Path(folder), 2 * side)
        print(f"{side:8} {invented:12.1f} s {bare:10.2f} s")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
