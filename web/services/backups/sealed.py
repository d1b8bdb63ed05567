"""Bytes on their way into an encrypted file and out of it, a piece at a time.

AES-256-GCM with a key made for each file from one of `FIELD_KEYS`, so that one secret opens both
the backup and what is encrypted within it. A piece is bound to its place and the last one is marked
as such: a file that was shortened, put together otherwise or changed is refused.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from web.models.encryption import derived

MAGIC = b"PALIER-BACKUP-1\n"
SALT_BYTES = 16
PIECE_BYTES = 64 * 1024
_LENGTH_BYTES = 4
_TAG_BYTES = 16


class BackupUnusable(Exception):
    """This file cannot be restored; the text says why and what to do."""


class Sealer:
    """Encrypts what is written to it; only a file that was closed can be opened again.

    Args:
        file: a new binary file.
        field_key: a key of `FIELD_KEYS`, as it is written there.
    """

    def __init__(self, file: BinaryIO, field_key: str) -> None:
        self._file, self._held, self._place = file, bytearray(), 0
        self._head = MAGIC + os.urandom(SALT_BYTES)
        self._cipher = _cipher(field_key, self._head)
        file.write(self._head)

    def write(self, data: bytes) -> None:
        self._held += data
        while len(self._held) > PIECE_BYTES:
            self._put(bytes(self._held[:PIECE_BYTES]), last=False)
            del self._held[:PIECE_BYTES]

    def close(self) -> None:
        """Mark the end; the file itself stays open."""
        self._put(bytes(self._held), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._place, last=last), piece, self._head)
        self._file.write(len(sealed).to_bytes(_LENGTH_BYTES) + sealed)
        self._place += 1


def unseal(file: BufferedReader, field_keys: Sequence[str]) -> Iterator[bytes]:
    """What was written, with whichever of these keys it was.

    Raises:
        BackupUnusable: it is no backup, not whole, or of other keys.
    """
    head = file.read(len(MAGIC) + SALT_BYTES)
    if not head.startswith(MAGIC):
        raise BackupUnusable("This file is no backup of Palier.")
    ciphers = [_cipher(key, head) for key in field_keys]
    place, last = 0, False
    while not last:
        sealed = _next_piece(file)
        last = not file.peek(1)
        ciphers, piece = _open(ciphers, sealed, _nonce(place, last=last), head)
        yield piece
        place += 1


def _next_piece(file: BinaryIO) -> bytes:
    length = int.from_bytes(file.read(_LENGTH_BYTES))
    if not _TAG_BYTES <= length <= PIECE_BYTES + _TAG_BYTES:
        raise BackupUnusable("This backup is damaged.")
    return file.read(length)


def _open(
    ciphers: list[AESGCM], sealed: bytes, nonce: bytes, head: bytes
) -> tuple[list[AESGCM], bytes]:
    """The piece, and the one key that opens it."""
    for cipher in ciphers:
        try:
            return [cipher], cipher.decrypt(nonce, sealed, head)
        except InvalidTag:
            continue
    raise BackupUnusable(
        "This backup is damaged or not whole, or FIELD_KEYS lacks the key that it was made with."
    )


def _nonce(place: int, *, last: bool) -> bytes:
    return place.to_bytes(11) + bytes([last])


def _cipher(field_key: str, head: bytes) -> AESGCM:
    return AESGCM(derived(field_key, 32, b"palier backup", head[len(MAGIC) :]))
