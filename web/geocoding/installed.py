"""The street-level geocoder of the running installation, where its operator named one."""

from __future__ import annotations

from web.geocoding.street import StreetLocator


class StreetLevel:
    """`configure` is called once by `create_app`; without a URL streets are never looked up."""

    def __init__(self) -> None:
        self.locator: StreetLocator | None = None

    def configure(self, url: str) -> None:
        """Use the geocoder at `url`; none when it is empty. Raises ValueError for a bad one."""
        self.locator = StreetLocator(url) if url else None


street_level = StreetLevel()
