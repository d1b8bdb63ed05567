"""`palier keys renew`: afterwards nothing needs an older key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from sqlalchemy import Text, select, type_coerce, update
from sqlalchemy.orm import Session

from tests.factories import make_household, make_match, make_volunteer
from web.models import Party, keyring
from web.services import field_keys

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
SECRET = "of the installation"


@pytest.fixture(autouse=True)
def _keys_are_put_back(app: Flask) -> Iterator[None]:
    yield
    settings = app.config["PALIER"]
    keyring.configure(settings.field_keys, settings.secret_key)


def tokens(session: Session) -> list[str]:
    columns = Party.metadata.tables["party"].c
    found = select(type_coerce(columns.first_name, Text)).order_by(columns.id)
    return list(session.scalars(found))


def test_everything_opens_with_the_new_key_alone(app: Flask, session: Session) -> None:
    keyring.configure([OLD], SECRET)
    match = make_match(
        session,
        volunteer=make_volunteer(session, first_name="Vera", child_birth_years=[2015]),
        household=make_household(session, first_name="أمل"),
    )
    table = Party.metadata.tables["party"]
    early = Fernet(OLD).encrypt(b"Example").decode()
    session.execute(update(table).values(last_name=type_coerce(early, Text)))
    session.commit()
    keyring.configure([NEW, OLD], SECRET)

    said = app.test_cli_runner().invoke(args=["keys", "renew"])

    assert said.exit_code == 0, said.output
    assert not said.output.startswith("0 ")
    keyring.configure([NEW], SECRET)
    session.expire_all()
    assert match.volunteer.full_name == "Vera Example"
    assert match.volunteer.child_birth_years == [2015]
    assert match.household.full_name == "أمل Example"
    session.rollback()  # SQLite has one writer
    again = app.test_cli_runner().invoke(args=["keys", "renew"])
    assert again.output.startswith("0 texts")


def test_what_somebody_writes_meanwhile_stays(session: Session) -> None:
    keyring.configure([OLD], SECRET)
    vera = make_volunteer(session, first_name="Vera")
    session.commit()
    keyring.configure([NEW, OLD], SECRET)
    table = Party.metadata.tables["party"]
    column = table.c.first_name
    stale = session.execute(field_keys.next_rows(table, column, None)).one()
    vera.set_name("Fatou", "Diallo")
    session.flush()
    field_keys.seal_anew(session, table, column, [stale])
    session.expire_all()
    assert vera.first_name == "Fatou"


def test_a_text_that_no_key_opens_is_told_and_holds_up_no_other(
    app: Flask, session: Session
) -> None:
    keyring.configure([Fernet.generate_key().decode()], SECRET)
    make_volunteer(session, first_name="Lost")
    session.commit()
    keyring.configure([OLD], SECRET)
    make_volunteer(session, first_name="Kept")
    session.commit()
    keyring.configure([NEW, OLD], SECRET)

    said = app.test_cli_runner().invoke(args=["keys", "renew"])

    assert said.exit_code == 1
    assert "FIELD_KEYS" in said.output
    keyring.configure([NEW], SECRET)
    lost, kept = tokens(session)
    assert keyring.decrypt(kept) == "Kept"
    assert not keyring.is_newest(lost)
