from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.web.cli.backup.restoring import Palier
from web.services import erased_list


@pytest.fixture
def palier(app: Flask, session: Session) -> Palier:
    """Runs a command, after the test's own transaction has ended; its code and what it said."""

    def run(*arguments: object) -> tuple[int, str]:
        session.commit()
        said = app.test_cli_runner().invoke(
            args=[str(argument) for argument in arguments], catch_exceptions=False
        )
        session.expire_all()
        return said.exit_code, said.output

    return run


@pytest.fixture(autouse=True)
def no_list_of_another_test(app: Flask) -> None:
    (app.config["PALIER"].data_dir / erased_list.FILE).unlink(missing_ok=True)
