// Keeps the list of tasks fresh. A list that somebody is busy in is never touched: it is only said
// that there is news. Without this file the page is as fresh as it was when it was opened.
(() => {
  "use strict";

  const STILL = 3000; // a pointer that moved so lately may be about to press something
  const news = document.getElementById("queue-news");
  const changed = document.getElementById("queue-changed");
  let moved = 0;

  const list = () => document.getElementById("queue");
  const isBusy = () =>
    list().contains(document.activeElement) ||
    list().querySelector("details[open]") !== null ||
    Date.now() - moved < STILL;

  const note = (event) => {
    if (list().contains(event.target)) moved = Date.now();
  };
  document.addEventListener("pointermove", note, { passive: true });
  document.addEventListener("pointerdown", note, { passive: true });

  // Nobody reads a hidden page; it asks again when it is looked at.
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "queue" && document.hidden) event.preventDefault();
  });

  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = event;
    if (detail.target.id !== "queue" || !detail.shouldSwap) return;
    if (!detail.xhr.getResponseHeader("X-Queue")) {
      detail.shouldSwap = false;
    } else if (isBusy()) {
      detail.shouldSwap = false;
      if (!news.querySelector("a")) news.replaceChildren(changed.content.cloneNode(true));
    }
  });

  document.body.addEventListener("htmx:load", (event) => {
    if (event.detail.elt.id === "queue") news.textContent = event.detail.elt.dataset.news;
  });
})();
