"""Encrypted columns and keyed search hashes; keys live outside the database and its backups.

A sealed text says which key opens it, so that no other is tried: a page opens hundreds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

# No token of Fernet begins so.
_MARK = "1"
_NAME_BYTES, _NONCE_BYTES = 6, 12


class UnreadableError(Exception):
    """A sealed text that was changed, or whose key this installation does not have."""


class _Keys(NamedTuple):
    """What opens and seals; ciphers by what their keys are called in the texts they sealed."""

    newest: bytes
    ciphers: dict[bytes, AESGCM]
    # Earlier versions sealed with these.
    fernet: MultiFernet
    search_hash: bytes


class Keyring:
    """The keys of the running installation; `configure` is called once by `create_app`."""

    def __init__(self) -> None:
        self._keys: _Keys | None = None

    def configure(self, field_keys: Sequence[str], secret_key: str) -> None:
        """Use these keys, newest first; the search hash has a key of its own."""
        ciphers = [_cipher(key) for key in field_keys]
        self._keys = _Keys(
            newest=ciphers[0][0],
            ciphers=dict(ciphers),
            fernet=MultiFernet([Fernet(key) for key in field_keys]),
            search_hash=hashlib.sha256(b"palier search hash\0" + secret_key.encode()).digest(),
        )

    def encrypt(self, text: str) -> str:
        keys, nonce = self._ready(), os.urandom(_NONCE_BYTES)
        sealed = keys.ciphers[keys.newest].encrypt(nonce, text.encode(), None)
        return _MARK + base64.urlsafe_b64encode(keys.newest + nonce + sealed).decode()

    def decrypt(self, token: str) -> str:
        """What was sealed.

        Raises:
            UnreadableError: it was changed, or its key is not among ours.
        """
        keys = self._ready()
        try:
            return _opened(keys, token)
        except (InvalidTag, InvalidToken, KeyError, ValueError) as problem:
            raise UnreadableError from problem

    def is_newest(self, token: str) -> bool:
        """Whether it is sealed as `encrypt` would seal it now."""
        name = base64.urlsafe_b64encode(self._ready().newest).decode()
        return token.startswith(_MARK + name)

    def keyed_hash(self, text: str) -> str:
        """HMAC-SHA-256 of `text`, 64 hex digits: finds an equal value, tells nothing else."""
        return hmac.new(self._ready().search_hash, text.encode(), hashlib.sha256).hexdigest()

    def _ready(self) -> _Keys:
        if self._keys is None:
            raise RuntimeError("The keyring has no keys yet: create_app configures it.")
        return self._keys


def derived(field_key: str, length: int, info: bytes, salt: bytes | None = None) -> bytes:
    """A key of its own for each use of one of `FIELD_KEYS`, so many bytes long (HKDF, RFC 5869)."""
    return HKDF(SHA256(), length, salt, info).derive(base64.urlsafe_b64decode(field_key))


def _cipher(field_key: str) -> tuple[bytes, AESGCM]:
    """What a key is called in the texts that it has sealed, and what opens them."""
    both = derived(field_key, _NAME_BYTES + 32, b"palier column")
    return both[:_NAME_BYTES], AESGCM(both[_NAME_BYTES:])


def _opened(keys: _Keys, token: str) -> str:
    if not token.startswith(_MARK):
        return keys.fernet.decrypt(token.encode()).decode()
    sealed = base64.urlsafe_b64decode(token[1:])
    name, nonce = sealed[:_NAME_BYTES], sealed[_NAME_BYTES : _NAME_BYTES + _NONCE_BYTES]
    return keys.ciphers[name].decrypt(nonce, sealed[_NAME_BYTES + _NONCE_BYTES :], None).decode()


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
