"""Several programs under one roof: started in stages, ended in the opposite order, none left."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO

import click

from config.settings import ROOT

PATIENCE_S = 10


@dataclass(frozen=True, slots=True)
class Program:
    name: str
    command: tuple[str, ...]


class Supervisor:
    """Runs programs until somebody asks it to stop or one of them ends.

    Args:
        environment: of every program.
        keep_open: file descriptors that every program holds for as long as it lives.
    """

    def __init__(self, environment: dict[str, str], keep_open: Sequence[int] = ()) -> None:
        self.environment = environment
        self._keep_open = tuple(keep_open)
        self._stages: list[dict[str, subprocess.Popen[bytes]]] = []
        self._relays: list[threading.Thread] = []
        self._asked_to_stop = threading.Event()

    def listen(self) -> None:
        """From now on Ctrl-C, TERM and a closed terminal only ask; `stop` does the work."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, lambda *_: self._asked_to_stop.set())

    def start(self, *programs: Program) -> None:
        """Start a stage; it ends before the stages that were started earlier."""
        stage: dict[str, subprocess.Popen[bytes]] = {}
        self._stages.append(stage)
        for program in programs:
            stage[program.name] = process = subprocess.Popen(  # noqa: S603 - our own programs
                program.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # Ctrl-C in the terminal reaches us alone: the order of the end is ours.
                start_new_session=True,
                pass_fds=self._keep_open,
            )
            assert process.stdout  # noqa: S101 - asked for above
            relay = threading.Thread(
                target=_relay, args=(program.name, process.stdout), daemon=True
            )
            relay.start()
            self._relays.append(relay)

    def going(self) -> Iterator[None]:
        """Come round five times a second for as long as nobody asked and all programs live."""
        while not self._asked_to_stop.is_set() and not self.ended():
            yield
            self._asked_to_stop.wait(0.2)

    def ended(self) -> str | None:
        """The name of a program that has ended, if any."""
        for stage in self._stages:
            for name, process in stage.items():
                if process.poll() is not None:
                    return name
        return None

    def processes(self) -> list[int]:
        """The ids of all programs."""
        return [process.pid for stage in self._stages for process in stage.values()]

    def stop(self) -> None:
        """End everything; what does not heed in ten seconds is killed."""
        for stage in reversed(self._stages):
            for process in stage.values():
                process.terminate()
            deadline = time.monotonic() + PATIENCE_S
            for process in stage.values():
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))
                # What a program started belongs to its group and goes with it.
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._stages.clear()
        for relay in self._relays:
            relay.join(PATIENCE_S)


def _relay(name: str, output: IO[bytes]) -> None:
    with output, suppress(OSError):
        for line in output:
            click.echo(f"{name:6} | {line.decode(errors='replace').rstrip()}")
