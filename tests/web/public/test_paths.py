from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from web.public.paths import local

_ODD = st.text(alphabet="/\\:.@?#%ahtps\t\n ", max_size=12)


@pytest.mark.parametrize("path", ["/", "/volunteer/?", "/l/x?a=b#c", "/a//b"])
def test_a_path_of_this_site_is_kept(path: str) -> None:
    assert local(path) == path


@given(st.one_of(_ODD, _ODD.map("/".__add__), st.text()))
@example("//evil.example")
@example("/\\evil.example")
@example("/\t/evil.example")
@example("https://evil.example")
@example("javascript:alert(1)")
@example("//[")
def test_whatever_is_let_through_stays_on_this_site(path: str) -> None:
    kept = local(path)
    if kept is not None:
        # Browsers drop tabs and line breaks and read a backslash as a slash.
        read = kept.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
        assert urlsplit(urljoin("https://here.example/", read)).netloc == "here.example"
