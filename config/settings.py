"""Every setting of an installation, typed, read once from the environment or `.env`."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from cryptography.fernet import Fernet
from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_ADDRESS = "http://127.0.0.1:8000"
# So long does a page wait for the broker, where a message is rung for and where it is counted.
PAGE_WAITS_S = 0.1
# Those of Belgium, where Palier was made for.
DATA_AUTHORITY = (
    "Autorité de protection des données – Gegevensbeschermingsautoriteit",
    "Rue de la Presse 35 – Drukpersstraat 35, 1000 Bruxelles – Brussel",
    "+32 2 274 48 00",
    "contact@apd-gba.be",
)
EQUALITY_BODY = ("Unia", "0800 12 800", "https://www.unia.be")
Environment = Literal["development", "test", "production"]


class SettingsError(Exception):
    """A setting is missing or unusable; the text says which one and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One installation.

    Attributes:
        environment: `production` refuses development conveniences.
        database_url: SQLAlchemy address; SQLite for one scheme, PostgreSQL for more.
        redis_url: broker and rate limits; losing it loses no work.
        smtp_url: `smtp://user:password@host:587`, `smtps://…`, or `mailbox:` (development).
        sms_url: `https://…` gateway, `mailbox:` (development), or empty: no text messages.
        whatsapp_url: likewise; where it is empty, nobody is offered WhatsApp.
        base_url: where people reach the service; links are built from it, never from `Host`.
        secret_key: signs sessions and keys the search hashes.
        field_keys: Fernet keys for encrypted columns, newest first.
        mail_from: sender address of messages.
        bounce_address: `bounces@…`, where mail servers report to; empty where nobody reads it.
        webhook_secret: what providers prove themselves with when they report; empty for none.
        dkim_selector: names the key in the sender's domain that mails are signed with; or empty.
        dkim_key_file: the private half of that key, PEM.
        data_dir: where the embedded default keeps its files.
        quiet_hours: whether messages wait for the morning and for Monday.
        demo_clock: whether `palier demo advance` may move the clock.
        geocoder_url: a street-level geocoder of one's own, or empty.
        tile_url: a map tile server of one's own, or empty.
        tile_attribution: whose map the tiles are, as their licence asks to be told.
        trusted_proxies: how many reverse proxies stand in front.
        data_authority: where people complain of what is kept: a name, then ways to reach it.
        equality_body: where they turn if they cannot use the pages, likewise.
        metrics_token: opens `/metrics`; in production nothing else does.
    """

    environment: Environment
    database_url: str
    redis_url: str
    smtp_url: str
    sms_url: str
    base_url: str
    secret_key: str = field(repr=False)
    field_keys: tuple[str, ...] = field(repr=False)
    whatsapp_url: str = ""
    mail_from: str = "palier@localhost"
    bounce_address: str = ""
    webhook_secret: str = field(default="", repr=False)
    dkim_selector: str = ""
    dkim_key_file: str = ""
    data_dir: Path = ROOT / "var"
    quiet_hours: bool = True
    demo_clock: bool = False
    geocoder_url: str = ""
    tile_url: str = ""
    tile_attribution: str = ""
    trusted_proxies: int = 0
    data_authority: tuple[str, ...] = DATA_AUTHORITY
    equality_body: tuple[str, ...] = EQUALITY_BODY
    metrics_token: str = field(default="", repr=False)
    log_level: str = "INFO"

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def broker_url(self) -> str:
        """The broker's address as Celery spells it."""
        if self.redis_url.startswith("unix://"):
            return "redis+socket://" + self.redis_url.removeprefix("unix://")
        return self.redis_url

    @property
    def rate_limit_url(self) -> str:
        """Where request counts are kept; the limits library spells a socket its own way."""
        if self.redis_url.startswith("unix://"):
            return "redis+unix://" + self.redis_url.removeprefix("unix://")
        return self.redis_url

    @property
    def mailbox_dir(self) -> Path:
        return self.data_dir / "mailbox"


def load(overrides: dict[str, str] | None = None) -> Settings:
    """Read the settings: `overrides`, then the environment, then `.env`, then defaults.

    Raises:
        SettingsError: production lacks a secret or an address, or a value makes no sense.
    """
    # Celery tells its processes of LOG_LEVEL and the like; only our own names are read.
    values = {**_from_file(ROOT / ".env"), **os.environ, **(overrides or {})}
    environment = values.get("PALIER_ENV", "development")
    if environment not in get_args(Environment):
        raise SettingsError(
            f"PALIER_ENV is {environment!r}; write one of {', '.join(get_args(Environment))}."
        )
    if environment == "production":
        _refuse_unsafe(values)
        secret_key, keys = values["SECRET_KEY"], values["FIELD_KEYS"]
        data_dir = Path(values.get("DATA_DIR", ROOT / "var"))
    else:
        data_dir = Path(values.get("DATA_DIR", ROOT / "var"))
        made = _development_secrets(data_dir)
        secret_key = values.get("SECRET_KEY") or made["SECRET_KEY"]
        keys = values.get("FIELD_KEYS") or made["FIELD_KEYS"]
    return Settings(
        environment=environment,  # type: ignore[arg-type]  # checked above
        database_url=_driver(values.get("DATABASE_URL") or f"sqlite:///{data_dir}/palier.db"),
        redis_url=values.get("REDIS_URL") or f"unix://{broker_socket(data_dir)}",
        smtp_url=values.get("SMTP_URL") or "mailbox:",
        # Without a gateway production sends no texts; it must not keep them in a mailbox.
        sms_url=values.get("SMS_URL") or ("" if environment == "production" else "mailbox:"),
        whatsapp_url=values.get("WHATSAPP_URL", ""),
        base_url=(values.get("BASE_URL") or DEFAULT_ADDRESS).rstrip("/"),
        secret_key=secret_key,
        field_keys=_keys(keys),
        mail_from=values.get("MAIL_FROM") or "palier@localhost",
        bounce_address=_bounce_address(values),
        webhook_secret=values.get("WEBHOOK_SECRET", ""),
        dkim_selector=values.get("DKIM_SELECTOR", ""),
        dkim_key_file=_dkim_key_file(values),
        data_dir=data_dir,
        # Who tries it out on a Sunday wants to see the messages.
        quiet_hours=environment != "development",
        demo_clock=environment != "production",
        geocoder_url=values.get("GEOCODER_URL", ""),
        tile_url=values.get("TILE_URL", ""),
        tile_attribution=values.get("TILE_ATTRIBUTION", ""),
        trusted_proxies=_whole_number(values, "TRUSTED_PROXIES", 0),
        data_authority=_parts(values, "DATA_AUTHORITY") or DATA_AUTHORITY,
        equality_body=_parts(values, "EQUALITY_BODY") or EQUALITY_BODY,
        metrics_token=values.get("METRICS_TOKEN", ""),
        log_level=values.get("PALIER_LOG_LEVEL", "INFO"),
    )


def broker_socket(data_dir: Path) -> Path:
    """Where the embedded broker listens; a socket's path may have 104 bytes at most on macOS."""
    socket = data_dir.absolute() / "broker.sock"
    if len(str(socket).encode()) <= 100:  # noqa: PLR2004 - named above
        return socket
    digest = hashlib.sha256(str(socket).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"palier-{digest}.sock"


def _refuse_unsafe(values: dict[str, str]) -> None:
    needed = (
        "SECRET_KEY",
        "FIELD_KEYS",
        "DATABASE_URL",
        "REDIS_URL",
        "SMTP_URL",
        "MAIL_FROM",
        "BASE_URL",
    )
    for name in needed:
        if not values.get(name):
            raise SettingsError(f"{name} is not set; production does not start without it.")
    if len(values["SECRET_KEY"]) < 32 or len(set(values["SECRET_KEY"])) < 10:  # noqa: PLR2004 - said below
        raise SettingsError("SECRET_KEY is too short or too plain; use 32 random characters.")
    if values.get("WEBHOOK_SECRET") and len(values["WEBHOOK_SECRET"]) < 32:  # noqa: PLR2004 - said below
        raise SettingsError("WEBHOOK_SECRET is too short; use 32 random characters.")
    for name in ("SMTP_URL", "SMS_URL", "WHATSAPP_URL"):
        if values.get(name, "").startswith("mailbox:"):
            raise SettingsError(f"{name} is the development mailbox; production needs a real one.")
    if not values["BASE_URL"].startswith("https://"):
        raise SettingsError("BASE_URL must start with https:// in production.")


def _development_secrets(data_dir: Path) -> dict[str, str]:
    """Make the secrets of a development installation at its first start and keep them."""
    file = data_dir / "secrets.env"
    if not file.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        text = (
            f"SECRET_KEY={secrets.token_urlsafe(48)}\nFIELD_KEYS={Fernet.generate_key().decode()}\n"
        )
        # Several processes start at once: the first to link its file wins, all read the same.
        with tempfile.NamedTemporaryFile("w", dir=data_dir, delete=False) as draft:
            draft.write(text)
        try:
            os.link(draft.name, file)
        except FileExistsError:
            pass
        finally:
            Path(draft.name).unlink()
    return _from_file(file)


def _from_file(file: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(file).items() if value is not None}


def _driver(url: str) -> str:
    """Name the installed driver, so that the usual `postgres://…` works as people write it."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        raise SettingsError(
            "FIELD_KEYS must hold Fernet keys, newest first, separated by commas."
        ) from None
    if not keys:
        raise SettingsError("FIELD_KEYS is empty.")
    return keys


def _bounce_address(values: dict[str, str]) -> str:
    address = values.get("BOUNCE_ADDRESS", "")
    if address and not re.fullmatch(r"[A-Za-z0-9._-]{1,20}@[A-Za-z0-9.-]+", address):
        raise SettingsError("BOUNCE_ADDRESS must be a short address such as bounces@example.org.")
    return address


def _dkim_key_file(values: dict[str, str]) -> str:
    file = values.get("DKIM_KEY_FILE", "")
    if values.get("DKIM_SELECTOR") and not Path(file).is_file():
        raise SettingsError("DKIM_SELECTOR is set, but DKIM_KEY_FILE is no file.")
    return file


def _parts(values: dict[str, str], name: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in values.get(name, "").split("|") if part.strip())


def _whole_number(values: dict[str, str], name: str, default: int) -> int:
    try:
        return int(values.get(name) or default)
    except ValueError:
        raise SettingsError(f"{name} must be a whole number.") from None
