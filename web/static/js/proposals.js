// Keys and boxes on the page of a run. Everything has a button and works without this file.
//
// A key presses what carries data-key with its name: inside the proposal that has the focus, else
// anywhere on the page. Nothing happens while somebody types, with a modifier, or when switched off.
(() => {
  "use strict";

  const list = document.getElementById("proposals");
  if (!list) return;

  const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
  const SWITCH = "keys-off"; // says nothing of anybody: whether this browser's user wants keys
  const sheet = document.getElementById("keys");
  const toggle = sheet.querySelector("[data-keys-switch]");
  const box = toggle.querySelector("input");
  const status = document.querySelector("[data-say]");
  const proposals = [...list.querySelectorAll(".proposal")];

  const say = (sentence) => {
    status.textContent = sentence;
  };

  // Private windows refuse storage: then the switch holds for this page.
  const stored = (work) => {
    try {
      return work(localStorage);
    } catch {
      return null;
    }
  };

  const isTyping = (element) =>
    element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox])");

  const current = () => document.activeElement?.closest(".proposal");

  const go = (step) => {
    const at = proposals.indexOf(current());
    const next = at < 0 ? proposals[0] : proposals[at + step];
    next?.focus();
  };

  const openQuestion = (summary) => {
    const question = summary.closest("details");
    question.open = true;
    question.querySelector("select").focus();
  };

  const press = (key) => {
    const inPage = key === "u" || key === "?";
    const where = inPage ? document : (current() ?? proposals[0]);
    const button = where?.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    if (!inPage && !current()) where.focus();
    else if (key === "r") openQuestion(button);
    else button.click();
    return true;
  };

  const showSheet = () => {
    if (!sheet.open) sheet.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return;
    if (!box.checked || sheet.open || isTyping(event.target)) return;
    // An arrow inside a map or another widget is its own.
    if (event.key.startsWith("Arrow") && event.target !== document.body && !current()) return;
    if (event.key in STEPS) go(STEPS[event.key]);
    else if (!["a", "r", "w", "u", "?"].includes(event.key) || !press(event.key)) return;
    event.preventDefault();
  });

  document.querySelector('[data-key="?"]').addEventListener("click", (event) => {
    event.preventDefault();
    showSheet();
  });
  sheet.querySelector("[data-close]").addEventListener("click", (event) => {
    event.preventDefault();
    sheet.close();
  });

  toggle.hidden = false;
  box.checked = stored((s) => s.getItem(SWITCH)) === null;
  box.addEventListener("change", () => {
    stored((s) => (box.checked ? s.removeItem(SWITCH) : s.setItem(SWITCH, "yes")));
    say(box.checked ? box.dataset.on : box.dataset.off);
  });

  const boxes = [...list.querySelectorAll("input[name=chosen]")];
  const number = list.querySelector("[data-ticked]");
  const count = () => {
    const ticked = boxes.filter((one) => one.checked).length;
    number.textContent = ticked ? `(${ticked})` : "";
  };
  list.addEventListener("change", count);
  list.querySelector("[data-tick-all]").addEventListener("click", (event) => {
    event.preventDefault();
    const on = !boxes.every((one) => one.checked);
    boxes.forEach((one) => {
      one.checked = on;
    });
    count();
  });
  count();

  // After a step the page stands at the next proposal: so do the keys.
  const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (target && target.matches(".proposal, .instead")) target.focus({ preventScroll: true });
})();
