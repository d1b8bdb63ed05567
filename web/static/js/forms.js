// Small comforts for forms. Everything works without this file.
(() => {
  "use strict";

  const PAUSE = 8000; // after this long without an answer, sending again must be possible

  const sendOnce = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "repeat" in form.dataset) return;
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => release(form), PAUSE);
  };

  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  };

  // The last row is copied; only the number in its names and ids changes.
  const addRow = (button) => {
    const rows = button.parentElement.querySelectorAll("[data-row]");
    const last = rows[rows.length - 1];
    const row = last.cloneNode(true);
    row.querySelectorAll(".error").forEach((line) => line.remove());
    row.querySelectorAll("[name], [for]").forEach((part) => {
      for (const attribute of ["name", "id", "for"]) {
        const value = part.getAttribute(attribute);
        if (value) part.setAttribute(attribute, value.replace(/-\d+-/, `-${rows.length}-`));
      }
      part.removeAttribute("aria-invalid");
      part.removeAttribute("aria-describedby");
      if (part.tagName === "SELECT") part.selectedIndex = 0;
      if (part.tagName === "INPUT") part.value = "";
      if (part.tagName === "LABEL") {
        part.textContent = part.textContent.replace(/\d+\s*$/, rows.length + 1);
      }
    });
    last.after(row);
    button.hidden = rows.length + 1 >= Number(button.dataset.addRow);
    return row;
  };

  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach(release);
  });
  const prepare = (part) =>
    part.querySelectorAll("[data-add-row]").forEach((button) => {
      button.classList.add("ready");
      button.addEventListener("click", ({ isTrusted }) => {
        const row = addRow(button);
        // Not for a row that keep.js brings back: nobody is about to type there.
        if (isTrusted) row.querySelector("select, input").focus();
      });
    });

  prepare(document);
  // A form that htmx fetched into its place; who opened it goes on typing there.
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (!target.classList.contains("profile-group")) return;
    prepare(target);
    target.querySelector("input:not([type=hidden], [tabindex='-1']), select, textarea")?.focus();
  });
  document.querySelector("[data-focus]")?.focus();
})();
