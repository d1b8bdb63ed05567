"""Where to go next, when the address says so."""

from __future__ import annotations

from urllib.parse import urlsplit


def local(path: str | None) -> str | None:
    """`path` if it stays on this site, else None: nobody is sent elsewhere by our links."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")):
        return None
    if "\\" in path or not path.isprintable():
        return None
    try:
        parts = urlsplit(path)
    except ValueError:
        return None
    return None if parts.scheme or parts.netloc else path
