"""What the documents say about the desk stands there, and what they point at exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "coordinators.md"
DOCUMENTS = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")})
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_TARGET = re.compile(r"\]\(([^)#]+)[^)]*\)")


def _words_of_the_desk() -> set[str]:
    """Every English text that staff can read."""
    found: set[str] = set()
    for domain in ("staff", "household"):
        with (ROOT / f"web/translations/fr/LC_MESSAGES/{domain}.po").open("rb") as file:
            found.update(str(entry.id) for entry in read_po(file, locale="fr"))
    return found


def _quoted(guide: str) -> Iterator[str]:
    """What is bold in the guide, but for single keys and the word that explains what bold is."""
    for text in _BOLD.findall(guide):
        words = " ".join(text.split())
        if len(words) > 1 and words != "bold":
            yield words


def test_every_word_that_the_guide_quotes_stands_on_the_screen() -> None:
    quoted = list(_quoted(GUIDE.read_text(encoding="utf-8")))
    assert quoted
    assert [words for words in quoted if words not in _words_of_the_desk()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_points_at_is_there(document: Path) -> None:
    targets = _TARGET.findall(document.read_text(encoding="utf-8"))
    paths = [target for target in targets if "://" not in target]
    assert [path for path in paths if not (document.parent / unquote(path)).exists()] == []


def test_pictures_are_quick_to_load_and_each_is_shown() -> None:
    shown = {
        (document.parent / target).resolve()
        for document in DOCUMENTS
        for target in _TARGET.findall(document.read_text(encoding="utf-8"))
    }
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size >= 150_000] == []
