"""The backup service of compose.yaml: its very command, in a folder of the test."""

from __future__ import annotations

import os
import re
import subprocess
import time
from pathlib import Path
from textwrap import dedent

import pytest

from config.settings import ROOT

YEAR_S = 365 * 86_400


def _command(folder: Path) -> str:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    service = compose.partition("  backup:\n")[2]
    found = re.search(r"- \|\n((?: {8}.*\n)+)", service)
    assert found is not None
    assert "/srv/backups" in found[1]
    return dedent(found[1]).replace("/srv/backups", str(folder))


def _program(folder: Path, name: str, does: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)


@pytest.mark.parametrize(("code", "kept"), [(0, ["new.backup"]), (1, ["old.backup"])])
def test_old_backups_go_only_after_a_new_one_was_made(
    tmp_path: Path, code: int, kept: list[str]
) -> None:
    backups, programs = tmp_path / "backups", tmp_path / "programs"
    backups.mkdir()
    programs.mkdir()
    old = backups / "old.backup"
    old.touch()
    os.utime(old, (time.time() - YEAR_S,) * 2)
    _program(programs, "palier", f'[ {code} = 0 ] && touch "$2/new.backup"; exit {code}')
    # Once it would wait for its next turn, the test has seen enough.
    _program(programs, "sleep", f'echo "$1" > {tmp_path}/waits; kill $PPID')
    subprocess.run(  # noqa: S603 - the command of our own file
        ("/bin/sh", "-c", _command(backups)),
        env={"PATH": f"{programs}:{os.environ['PATH']}"},
        check=False,
        timeout=60,
    )
    assert [file.name for file in backups.iterdir()] == kept
    waits = int((tmp_path / "waits").read_text())
    assert waits == 86_400 if code == 0 else waits <= 3600
