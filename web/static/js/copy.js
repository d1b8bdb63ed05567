// Shows the buttons that copy a text, and copies it. Without this file the text can be selected.
(() => {
  "use strict";

  const textOf = (element) => element.value ?? element.innerText;

  const copy = async (button) => {
    const status = button.parentElement.querySelector("[data-copied]");
    await navigator.clipboard.writeText(textOf(document.getElementById(button.dataset.copy)));
    status.textContent = status.dataset.copied;
  };

  // A browser gives the clipboard to pages behind TLS only.
  if (!navigator.clipboard) return;
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
})();
