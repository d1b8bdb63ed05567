"""A whole Palier on this computer, as `palier run` starts it."""

from __future__ import annotations

import multiprocessing
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner
from redis import Redis
from sqlalchemy import create_engine

from config.settings import ROOT, broker_socket
from tests import databases
from tests.ports import free_port
from web.__main__ import program
from web.delivery.mailbox import DevelopmentMailbox, Letter

COORDINATOR = "cora@voisins.be"
DEMO_COORDINATOR = "coordination@example.org"
# A process for each command, as at a prompt, but forked from one that has read the program: reading
# it takes longer than most commands.
_PROMPT = multiprocessing.get_context("forkserver")
_PROMPT.set_forkserver_preload(["web.__main__"])
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

    def begin_with_a_scheme(self) -> None:
        """As new, with one empty scheme and its coordinator."""
        self._empty()
        self.palier(
            "scheme add voisins --name Voisins --association 'Les Bons Voisins' --language en",
            f"user add {COORDINATOR} --first-name Cora",
        )

    def begin_with_a_demonstration(self) -> None:
        """As new, with an invented scheme, whose coordinator is DEMO_COORDINATOR."""
        self._empty()
        self.palier("demo fill --volunteers 40 --households 30")

    def _empty(self) -> None:
        """Forget what an earlier story left; to start it all again would take half a minute."""
        engine = create_engine(f"sqlite:///{self.data_dir}/palier.db")
        databases.empty(engine)
        engine.dispose()
        with Redis(unix_socket_path=str(broker_socket(self.data_dir))) as broker:
            broker.flushall()
        shutil.rmtree(self.data_dir / "mailbox", ignore_errors=True)
        self._read.clear()

    def palier(self, *commands: str) -> str:
        """What `palier` commands print, one after the other in one process."""
        environment = _environment(self.data_dir, self.address)
        with ProcessPoolExecutor(1, mp_context=_PROMPT, max_tasks_per_child=1) as prompt:
            return prompt.submit(_said, environment, commands).result(timeout=120)


def _said(environment: dict[str, str], commands: tuple[str, ...]) -> str:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    said = ""
    for command in commands:
        result = CliRunner().invoke(
            program, shlex.split(command), prog_name="palier", catch_exceptions=False
        )
        said += result.output
        assert result.exit_code == 0, said
    return said


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
    """Web, worker, clock and broker, with nobody in it; afterwards no process is left."""
    port = free_port()
    there = Installation(f"http://127.0.0.1:{port}", data_dir)
    there.palier("db upgrade")
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
