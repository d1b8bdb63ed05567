"""`palier run` as people start it, and what it says when it cannot."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from config.settings import ROOT
from tests.ports import free_port
from web.cli import ground, supervisor
from web.cli.supervisor import Program, Supervisor

pytestmark = pytest.mark.worker


def palier(data_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    """The program in an installation of its own, with nothing set but its folder."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own program
        (sys.executable, "-m", "web", *arguments),
        cwd=ROOT,
        env={**kept, "DATA_DIR": str(data_dir), "PALIER_ENV": "development"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def says(data_dir: Path, *arguments: str) -> tuple[int, str]:
    """How a command ends and all that it said."""
    process = palier(data_dir, *arguments)
    output, _ = process.communicate(timeout=120)
    return process.returncode, output


@contextmanager
def running(data_dir: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Everything, started; the lines are what it said until it was ready."""
    process = palier(data_dir, "run", "--port", str(port))
    assert process.stdout
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        assert process.poll() is None, "".join(lines)
        yield process, lines
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


def test_it_starts_says_where_it_is_and_leaves_no_process_behind(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path, port) as (process, lines):
        said = "".join(lines)
        page = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        page.request("GET", "/readyz")
        assert page.getresponse().status == 200
        page.close()
        second = says(tmp_path, "run", "--port", str(free_port()))

    assert "\x1b" not in said
    for who in ("A coordinator signs in:", "A volunteer signs in:", "A household answers:"):
        assert f"{who:25}http://127.0.0.1:{port}/" in said
    assert f"http://127.0.0.1:{port}/dev/mailbox" in said
    assert second[0] == 1
    assert "Palier is running already" in second[1]
    assert f"kill {process.pid} " in second[1]
    assert process.returncode == 0
    # Every process that was started inherited the lock: nobody holds it, so nobody is left.
    ground.lock(tmp_path).close()

    with running(tmp_path, port) as (_, lines):
        assert not any("Inventing" in line for line in lines), "the data did not survive"


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, output = says(tmp_path, "run", "--port", str(port))

    assert code == 1
    assert output.strip() == (
        f"Error: Port {port} is taken. Choose another one: make run PORT={port + 1}."
    )


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, output = says(tmp_path / "file" / "var", "run")

    assert code == 1
    assert output.startswith("Error: ")
    assert output.count("\n") == 1


def test_a_setting_that_makes_no_sense_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "secrets.env").write_text("SECRET_KEY=x\nFIELD_KEYS=no key\n")
    code, output = says(tmp_path, "run")

    assert code == 78
    assert output.startswith("Error: FIELD_KEYS")
    assert output.count("\n") == 1


def test_a_disk_that_is_about_to_be_full_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ground, "ENOUGH_BYTES", 10**18)
    with pytest.raises(click.ClickException, match="The disk is full"):
        ground.enough_room(tmp_path)


def test_a_program_that_ends_by_itself_is_named() -> None:
    house = Supervisor(dict(os.environ))
    house.start(Program("stays", ("sleep", "600")), Program("ends", ("sh", "-c", "exit 3")))
    for _ in house.going():
        pass

    assert house.ended() == "ends"
    house.stop()


def test_a_program_that_heeds_nobody_is_killed_with_all_that_it_started(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE_S", 0.2)
    reading, writing = os.pipe()
    house = Supervisor(dict(os.environ), keep_open=[writing])
    house.start(Program("deaf", ("sh", "-c", "trap '' TERM; echo deaf now; sleep 600 & wait")))
    os.close(writing)
    for _ in house.going():
        if "deaf now" in capfd.readouterr().out:
            break

    house.stop()

    # The other end of the pipe is closed when the last process that held it is gone.
    assert os.read(reading, 1) == b""
    os.close(reading)
