from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.messages import markdown

ALLOWED = {"p", "br", "strong", "em", "h3", "ul", "ol", "li", "a"}


def test_bold_lists_headings_links_and_lines_come_out() -> None:
    text = "# We\n\n- **one**\n- [two](https://two.example/?a=1&b=2)\n\nMonday\nTuesday"
    rendered = str(markdown.html(text)).replace("<br>\n", "<br>")
    for piece in (
        "<h3>We</h3>",
        "<li><strong>one</strong></li>",
        '<a href="https://two.example/?a=1&amp;b=2">two</a>',
        "Monday<br>Tuesday",
    ):
        assert piece in rendered


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example",
        "/desk",
        "vbscript:x",
        "file:///etc/passwd",
        "https:",
        "",
    ],
)
def test_no_other_link_is_made(url: str) -> None:
    assert "<a " not in markdown.html(f"[here]({url})")
    assert "<a " not in markdown.html(f"[here](<{url}>)")
    assert "<a " not in markdown.html(f"<{url}>")


@settings(max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<script>", "</p>", "<img src=x onerror=y>", "javascript:", "https://x"),
                *("- ", "# ", "![", "](", *"\"'<>&[)*`\n\\x"),
            ]
        ),
        max_size=14,
    ).map("".join)
)
def test_whatever_is_typed_only_our_few_tags_come_out(text: str) -> None:
    for tag, attributes in re.findall(r"</?([^\s>/]+)([^>]*)>", markdown.html(text)):
        assert tag in ALLOWED
        assert re.fullmatch(r'|\s*/|\shref="(https?://|mailto:)[^"<]*"|\sstart="\d+"', attributes)
