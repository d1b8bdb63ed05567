"""Production starts with its own secrets or not at all; development makes some and keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from config import settings
from config.settings import SettingsError, broker_socket
from web.delivery import PermanentFailure, PostOffice, TextMessage

PRODUCTION = {
    "PALIER_ENV": "production",
    "SECRET_KEY": "kX9#vR2mQ7pL4wZ8tY1nB6cF3hJ5sD0g",
    "FIELD_KEYS": Fernet.generate_key().decode(),
    "DATABASE_URL": "postgresql://palier:secret@localhost/palier",
    "REDIS_URL": "redis://localhost:6379/0",
    "SMTP_URL": "smtp://localhost:25",
    "MAIL_FROM": "buddies@example.org",
    "BASE_URL": "https://buddies.example.org",
}


def test_production_starts_with_all_it_needs(tmp_path: Path) -> None:
    loaded = settings.load({**PRODUCTION, "DATA_DIR": str(tmp_path)})
    assert loaded.is_production
    assert not loaded.demo_clock
    assert loaded.database_url.startswith("postgresql+psycopg://")


@pytest.mark.parametrize("missing", sorted(PRODUCTION.keys() - {"PALIER_ENV"}))
def test_production_names_what_is_missing(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        settings.load({**PRODUCTION, missing: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SMTP_URL", "mailbox:"),
        ("SMS_URL", "mailbox:"),
        ("WHATSAPP_URL", "mailbox:"),
        ("BASE_URL", "http://buddies.example.org"),
        ("FIELD_KEYS", "no key"),
        ("TRUSTED_PROXIES", "two"),
    ],
)
def test_production_refuses_what_is_unsafe_or_makes_no_sense(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings.load({**PRODUCTION, name: value})


def test_an_unknown_environment_is_refused() -> None:
    with pytest.raises(SettingsError, match="PALIER_ENV"):
        settings.load({"PALIER_ENV": "staging"})


def test_development_makes_its_secrets_once_and_keeps_them(tmp_path: Path) -> None:
    made = {"PALIER_ENV": "development", "DATA_DIR": str(tmp_path), "SECRET_KEY": ""}
    first, second = settings.load(made), settings.load(made)
    assert first.secret_key == second.secret_key
    assert first.field_keys == second.field_keys
    other = settings.load({**made, "DATA_DIR": str(tmp_path / "other")})
    assert other.secret_key != first.secret_key


def test_secrets_do_not_show_when_settings_are_printed(tmp_path: Path) -> None:
    loaded = settings.load({**PRODUCTION, "DATA_DIR": str(tmp_path)})
    assert PRODUCTION["SECRET_KEY"] not in repr(loaded)
    assert PRODUCTION["FIELD_KEYS"] not in repr(loaded)


@given(st.text("abcdefgh/", min_size=1, max_size=300))
def test_the_brokers_socket_always_fits_a_socket_address(folder: str) -> None:
    assert len(str(broker_socket(Path("/") / folder)).encode()) <= 104


def test_production_without_a_gateway_has_none_rather_than_the_development_mailbox(
    tmp_path: Path,
) -> None:
    loaded = settings.load({**PRODUCTION, "DATA_DIR": str(tmp_path)})
    office = PostOffice()
    office.configure(loaded)
    with pytest.raises(PermanentFailure):
        office.sms.send(TextMessage("key", "Palier", "+32470000000", "Hello", "en"))
    assert not loaded.mailbox_dir.exists()


def test_whatsapp_is_there_only_where_a_setting_names_its_gateway(tmp_path: Path) -> None:
    made = {"PALIER_ENV": "development", "DATA_DIR": str(tmp_path)}
    office = PostOffice()
    office.configure(settings.load(made))
    assert not office.has_whatsapp
    assert office.has_texts
    office.configure(settings.load({**made, "WHATSAPP_URL": "https://token@wa.example.org/"}))
    assert office.has_whatsapp
    with pytest.raises(ValueError, match="WHATSAPP_URL"):
        office.configure(settings.load({**made, "WHATSAPP_URL": "wa.example.org"}))
