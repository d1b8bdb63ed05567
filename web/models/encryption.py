"""Encrypted columns and keyed search hashes; keys live outside the database and its backups."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Sequence

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator


class Keyring:
    """The keys of the running installation; `configure` is called once by `create_app`."""

    def __init__(self) -> None:
        self._fernet: MultiFernet | None = None
        self._hash_key = b""

    def configure(self, field_keys: Sequence[str], secret_key: str) -> None:
        """Use these Fernet keys, newest first; the search hash has a key of its own."""
        self._fernet = MultiFernet([Fernet(key) for key in field_keys])
        self._hash_key = hashlib.sha256(b"palier search hash\0" + secret_key.encode()).digest()

    def encrypt(self, text: str) -> str:
        return self._ready().encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        return self._ready().decrypt(token.encode()).decode()

    def keyed_hash(self, text: str) -> str:
        """HMAC-SHA-256 of `text`, 64 hex digits: finds an equal value, tells nothing else."""
        self._ready()
        return hmac.new(self._hash_key, text.encode(), hashlib.sha256).hexdigest()

    def _ready(self) -> MultiFernet:
        if self._fernet is None:
            raise RuntimeError("The keyring has no keys yet: create_app configures it.")
        return self._fernet


keyring = Keyring()


class EncryptedText(TypeDecorator[str]):
    """Text that is readable only with a key of the installation."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.decrypt(value)


Value = bool | int | list[int]


class EncryptedValue(TypeDecorator[Value]):
    """A number, a yes or a no, or a list of numbers, readable only with a key."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> str | None:
        return None if value is None else keyring.encrypt(json.dumps(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Value | None:
        return None if value is None else _read(keyring.decrypt(value))


def _read(text: str) -> Value:
    value: Value = json.loads(text)
    return value
