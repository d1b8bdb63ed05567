"""`palier erased`: a printed list keeps people erased."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from tests.factories import make_volunteer
from web.models import Tombstone
from web.models.party import ERASED
from web.services import personal_data

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def test_what_was_printed_before_a_restore_erases_after_it(
    app: Flask, session: Session, now: datetime, tmp_path: Path
) -> None:
    gone = make_volunteer(session)
    make_volunteer(session, scheme_id=gone.scheme_id)
    personal_data.erase(session, gone, gone, now)
    session.commit()
    runner = app.test_cli_runner()
    printed = runner.invoke(args=["erased", "list"]).output
    assert printed.split() == [gone.public_id]
    gone.set_name("Vera", "Example")
    session.execute(delete(Tombstone))
    session.commit()
    names = tmp_path / "names.txt"
    names.write_text(printed)
    said = runner.invoke(args=["erased", "again", str(names)]).output
    session.expire_all()
    assert "1 people were erased again." in said
    assert gone.first_name == ERASED
