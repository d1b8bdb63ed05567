"""A person in front of a browser, who also notices what is wrong with any page they see."""

from __future__ import annotations

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    expect,
)

from tests.journeys.installation import Installation

PHONE = (360, 740)
SMALL_PHONE = (320, 640)
DESKTOP = (1280, 900)
TRAM = (390, 844)
# A form that is sent sooner than this looks like a robot's.
HUMAN_MS = 2100
_WIDER_THAN_THE_WINDOW = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const sticksOut = (element) => {
    const { left, right } = element.getBoundingClientRect();
    return element.checkVisibility() && (left < -1 || right > clientWidth + 1);
  };
  return [...document.body.querySelectorAll("*")].filter(sticksOut)
    .map((element) => element.outerHTML.slice(0, 90));
}"""
# A label points at the first of them, which may be something else.
_IDS_GIVEN_TWICE = """() => {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
}"""


class Visitor:
    """One person with cookies of their own.

    After each page: nothing overflows a phone, no script failed, no policy was broken, the server
    did not stumble, and no other host was asked for anything.
    """

    def __init__(
        self,
        browser: Browser,
        there: Installation,
        *,
        size: tuple[int, int] = PHONE,
        language: str = "en",
        javascript: bool = True,
        touch: bool = False,
    ) -> None:
        self.there, self.size = there, size
        self.wrong: list[str] = []
        self.context: BrowserContext = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=language,
            java_script_enabled=javascript,
            has_touch=touch,
        )
        self.context.on("request", self._note_request)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15_000)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))

    def open(self, path: str) -> Page:
        """Go to a path of the installation, or to a link from one of its letters."""
        self.page.goto(path if "://" in path else self.there.address + path)
        self.look()
        return self.page

    def press(self, name: str) -> Page:
        """Press the button of this name and look at the page that follows."""
        return self.tap(self.page.get_by_role("button", name=name, exact=True).first)

    def follow(self, name: str) -> Page:
        """Follow the link of this name."""
        return self.tap(self.page.get_by_role("link", name=name, exact=True).first)

    def tap(self, what: Locator) -> Page:
        """Tap something that leads to another page, and look at that."""
        with self.page.expect_navigation():
            what.click()
        self.look()
        return self.page

    def take_their_time(self) -> None:
        self.page.wait_for_timeout(HUMAN_MS)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_role("main")).to_contain_text(text)

    def look(self) -> None:
        """Hold what is true of every page."""
        # A page that renews itself holds its words before its styles, and is too wide until then.
        self.page.wait_for_load_state("load")
        for width, height in (SMALL_PHONE, PHONE, self.size):
            self.page.set_viewport_size({"width": width, "height": height})
            if wide := self.page.evaluate(_WIDER_THAN_THE_WINDOW):
                self.wrong.append(f"{self.page.url} is too wide for {width} px: {wide}")
        twice = self.page.evaluate(_IDS_GIVEN_TWICE)
        if twice:
            self.wrong.append(f"{self.page.url} gives an id twice: {twice}")
        assert not self.wrong, self.wrong

    def close(self) -> None:
        self.context.close()

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.there.address, "data:", "blob:")):
            self.wrong.append(f"asked another host: {request.url}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.wrong.append(f"{self.page.url}: {message.text}")
