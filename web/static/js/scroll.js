// A table that is wider than the screen can be scrolled by keyboard, and is announced by its name.
// Browsers of today let one focus it without this file, but none says what it is.
(() => {
  "use strict";

  const nameOf = (region) => {
    const caption = region.querySelector("caption");
    if (caption) return caption.textContent.trim();
    const before = [...document.querySelectorAll("main :is(h1, h2, h3)")].filter(
      (heading) => heading.compareDocumentPosition(region) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    return before.pop()?.textContent.trim() ?? document.title;
  };

  const open = (region) => {
    region.tabIndex = 0;
    region.setAttribute("role", "group");
    region.setAttribute("aria-label", nameOf(region));
  };

  const openAll = () => document.querySelectorAll(".scroll:not([tabindex])").forEach(open);

  // The menu of a phone is wider than its screen: where one is must be in sight.
  const here = document.querySelector(".desk-nav [aria-current]");
  const menu = here?.closest(".desk-nav");
  if (menu) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.offsetWidth) / 2;

  openAll();
  document.addEventListener("htmx:load", openAll);
})();
