"""An encrypted file is opened whole, with its key, or not at all."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from web.services.backups import BackupUnusable
from web.services.backups.sealed import MAGIC, PIECE_BYTES, SALT_BYTES, Sealer, unseal

KEY, OTHER = Fernet.generate_key().decode(), Fernet.generate_key().decode()
HEAD = len(MAGIC) + SALT_BYTES
# Length, ciphertext, tag.
PIECE = 4 + PIECE_BYTES + 16


def sealed(*texts: bytes) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, KEY)
    for text in texts:
        sealer.write(text)
    sealer.close()
    return file.getvalue()


def opened(content: bytes, *keys: str) -> bytes:
    return b"".join(unseal(io.BufferedReader(io.BytesIO(content)), keys or (KEY,)))


@given(st.lists(st.binary(max_size=300)), st.integers(0, 2))
def test_what_was_written_is_read_with_any_key_of_the_list(texts: list[bytes], big: int) -> None:
    texts.append(bytes(big * PIECE_BYTES))
    assert opened(sealed(*texts), OTHER, KEY) == b"".join(texts)


@pytest.mark.parametrize(
    "harm",
    [
        lambda whole: whole[: HEAD + PIECE],
        lambda whole: whole[: HEAD + 2 * PIECE],
        lambda whole: whole[:HEAD] + whole[HEAD + PIECE :],
        lambda whole: whole[:HEAD] + whole[HEAD + PIECE : HEAD + 2 * PIECE] + whole[HEAD:],
        lambda whole: whole + whole[-30:],
        lambda whole: whole[:HEAD],
        lambda whole: whole[: HEAD + 2],
    ],
    ids=[
        "one piece",
        "its end missing",
        "its beginning missing",
        "moved",
        "longer",
        "head",
        "less",
    ],
)
def test_a_file_of_whole_pieces_that_is_not_the_whole_file_is_refused(
    harm: Callable[[bytes], bytes],
) -> None:
    whole = sealed(b"x" * (2 * PIECE_BYTES + 100))
    assert len(opened(whole)) == 2 * PIECE_BYTES + 100
    with pytest.raises(BackupUnusable):
        opened(harm(whole))


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BackupUnusable, match="FIELD_KEYS"):
        opened(sealed(b"x"), OTHER)
