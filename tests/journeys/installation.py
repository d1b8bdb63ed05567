"""A whole Palier on this computer, as `palier run` starts it, with one empty scheme."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.settings import ROOT
from tests.ports import free_port
from web.delivery.mailbox import DevelopmentMailbox, Letter

COORDINATOR = "cora@voisins.be"
DEMO_COORDINATOR = "coordination@example.org"
_COMMANDS = """
import shlex, sys
from web.__main__ import program
for line in sys.argv[1:]:
    program.main(shlex.split(line), prog_name="palier", standalone_mode=False)
"""
_CODE = re.compile(r"\b\d{6}\b")
_LINK = re.compile(r"https?://\S+/l/\S+")


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it is, and what the world outside sees of it: its pages and its letters."""

    address: str
    data_dir: Path
    _read: set[str] = field(default_factory=set)

    def next_letter(self, recipient: str, seconds: float = 30) -> Letter:
        """The oldest mail or text that they have not read yet, waited for: the worker sends it."""
        box = DevelopmentMailbox(self.data_dir / "mailbox")
        deadline = time.monotonic() + seconds
        while True:
            for letter in reversed(box.newest(1000)):
                if letter.recipient == recipient and letter.key not in self._read:
                    self._read.add(letter.key)
                    return letter
            assert time.monotonic() < deadline, f"nothing came for {recipient}"
            time.sleep(0.1)

    def palier(self, *commands: str) -> str:
        """What `palier` commands print, one after the other in one process."""
        done = subprocess.run(  # noqa: S603 - our own program
            (sys.executable, "-c", _COMMANDS, *commands),
            cwd=ROOT,
            env=_environment(self.data_dir, self.address),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def code_in(letter: Letter) -> str:
    """The six digits that sign somebody in."""
    found = _CODE.findall(letter.text)
    assert len(set(found)) == 1, letter.text
    return found[0]


def link_in(letter: Letter) -> str:
    """The one link that a message carries."""
    found = set(_LINK.findall(letter.text))
    assert len(found) == 1, letter.text
    return found.pop()


@contextmanager
def installed(data_dir: Path) -> Iterator[Installation]:
    """Web, worker, clock and broker with one empty scheme, until the block ends."""
    with _running(
        data_dir,
        "scheme add voisins --name Voisins --association 'Les Bons Voisins' --language en",
        f"user add {COORDINATOR} --first-name Cora",
    ) as there:
        yield there


@contextmanager
def demonstration(data_dir: Path) -> Iterator[Installation]:
    """The same with an invented scheme, whose coordinator is DEMO_COORDINATOR."""
    with _running(data_dir, "demo fill --volunteers 40 --households 30") as there:
        yield there


@contextmanager
def _running(data_dir: Path, *prepared: str) -> Iterator[Installation]:
    """Afterwards no process is left."""
    port = free_port()
    there = Installation(f"http://127.0.0.1:{port}", data_dir)
    there.palier("db upgrade", *prepared)
    process = subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, "-m", "web", "run", "--port", str(port)),
        cwd=ROOT,
        env=_environment(data_dir, there.address),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_for_welcome(process)
        yield there
    finally:
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    # What the programs say besides is a warning or worse.
    assert "Traceback" not in said, said


def _wait_for_welcome(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Ctrl-C"):
            return
    raise AssertionError("".join(said))


def _environment(data_dir: Path, address: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "DATA_DIR": str(data_dir), "PALIER_ENV": "development", "BASE_URL": address}
