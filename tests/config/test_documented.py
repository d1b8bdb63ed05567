"""Every setting stands in docs/settings.md, and nothing else does."""

from __future__ import annotations

import re

from config.settings import ROOT

_NAME = re.compile(r'"([A-Z][A-Z_]+)"')
_ROW = re.compile(r"^\| `([A-Z_]+)`", re.MULTILINE)
# A word of the logging module.
_NO_SETTING = {"INFO"}


def _read_by_the_program() -> set[str]:
    source = "".join(
        (ROOT / "config" / name).read_text(encoding="utf-8")
        for name in ("settings.py", "gunicorn.py")
    )
    return set(_NAME.findall(source)) - _NO_SETTING


def _of_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text(encoding="utf-8")))


def test_every_setting_is_documented_once() -> None:
    rows = _ROW.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))
    assert sorted(rows) == sorted(_read_by_the_program() | _of_compose())


def test_the_example_file_names_every_setting_of_the_program() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == _read_by_the_program()
