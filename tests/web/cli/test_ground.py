"""Commands in another terminal link to where the website is."""

from __future__ import annotations

from pathlib import Path

from config import settings
from config.settings import DEFAULT_ADDRESS, Settings
from web.cli import ground


def _settings(data_dir: Path, base_url: str) -> Settings:
    return settings.load(
        {"PALIER_ENV": "development", "DATA_DIR": str(data_dir), "BASE_URL": base_url}
    )


def test_links_lead_to_where_it_was_last_started(tmp_path: Path) -> None:
    assert ground.address_of(_settings(tmp_path, "")) == DEFAULT_ADDRESS
    ground.remember_address(tmp_path, "http://127.0.0.1:8123")
    assert ground.address_of(_settings(tmp_path, "")) == "http://127.0.0.1:8123"


def test_an_address_that_was_set_counts_more(tmp_path: Path) -> None:
    ground.remember_address(tmp_path, "http://127.0.0.1:8123")
    assert ground.address_of(_settings(tmp_path, "http://palier.test")) == "http://palier.test"
