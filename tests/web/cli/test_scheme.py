"""`palier scheme add`: as many schemes as the database keeps apart."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from web.models import Scheme


def test_sqlite_takes_one_scheme_and_says_where_more_go(
    app: Flask, session: Session, engine: Engine
) -> None:
    def add(slug: str) -> tuple[int, str]:
        words = ["scheme", "add", slug, "--name", slug, "--association", slug]
        said = app.test_cli_runner().invoke(args=words)
        return said.exit_code, said.output

    assert add("one")[0] == 0
    assert "already" in add("one")[1]
    code, said = add("two")
    on_sqlite = engine.dialect.name == "sqlite"
    assert (code == 1, "move to PostgreSQL" in said) == (on_sqlite, on_sqlite)
    assert session.scalar(select(func.count()).select_from(Scheme)) == (1 if on_sqlite else 2)
