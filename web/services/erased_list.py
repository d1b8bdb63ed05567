"""Who was erased, in a file outside the database: a restored database does not know of them.

The file holds opaque names, a line each, which lead to nobody by themselves. Names are only added.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from web.services import personal_data

FILE = "erased.txt"


def read(path: Path) -> frozenset[str]:
    """The names in the file; none where there is no file."""
    if not path.exists():
        return frozenset()
    return frozenset(path.read_text(encoding="ascii").split())


def add(path: Path, names: Iterable[str]) -> frozenset[str]:
    """Have the file hold these names too, all at once or not at all. Returns all that it holds."""
    known = read(path)
    wanted = known | frozenset(names)
    if wanted != known or not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_text("".join(f"{name}\n" for name in sorted(wanted)), encoding="ascii")
        draft.replace(path)
    return wanted


def keep(session: Session, path: Path, now: datetime) -> int:
    """Have the file and the database agree: whoever is erased in one of them is so in both.

    So a database that came back from anywhere loses these people again within a minute.

    Returns:
        How many were back and were erased again.
    """
    erased = frozenset(personal_data.erased(session))
    missing = read(path) - erased
    again = personal_data.erase_again(session, missing, now) if missing else 0
    add(path, erased)
    return again
