"""What `palier run` needs under its feet, and a sentence where it is missing."""

from __future__ import annotations

import fcntl
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import click

from config.settings import DEFAULT_ADDRESS, Settings

ENOUGH_BYTES = 50_000_000


def lock(data_dir: Path) -> IO[str]:
    """Hold the data folder for one `palier run`; whoever inherits the file holds it too.

    Two brokers in one folder would ruin its file, so what an earlier, killed run left alive
    must end first.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        file = (data_dir / "run.lock").open("a+")
    except OSError as problem:
        raise click.ClickException(
            f"The data folder {data_dir} cannot be written: {problem.strerror}."
        ) from None
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        raise click.ClickException(
            f"Palier is running already, or a part of it is left from an earlier start: something "
            f"holds {data_dir}. Stop that first: kill {file.read()}".strip()
        ) from None
    file.truncate(0)
    return file


def note(file: IO[str], processes: Iterable[int]) -> None:
    """Write down who holds the folder, for the one who finds it held."""
    file.truncate(0)
    file.write(" ".join(str(process) for process in processes))
    file.flush()


def enough_room(data_dir: Path) -> None:
    """Refuse to start on a disk that is about to be full."""
    free = shutil.disk_usage(data_dir).free
    if free < ENOUGH_BYTES:
        raise click.ClickException(
            f"The disk is full: {data_dir} has {free // 1_000_000} MB left, and Palier needs "
            f"{ENOUGH_BYTES // 1_000_000} MB."
        )


def free_port(port: int) -> None:
    """Refuse a port that somebody listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise click.ClickException(
                f"Port {port} is taken. Choose another one: make run PORT={port + 1}."
            ) from None


def remember_address(data_dir: Path, address: str) -> None:
    """Note where the website is, for commands in another terminal."""
    (data_dir / "address").write_text(address)


def address_of(settings: Settings) -> str:
    """What links begin with: the setting, or where `palier run` was last in development."""
    noted = settings.data_dir / "address"
    if settings.base_url == DEFAULT_ADDRESS and not settings.is_production and noted.exists():
        return noted.read_text().strip()
    return settings.base_url
