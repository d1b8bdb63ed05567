// What was typed into a form with data-keep survives a lost connection, in this tab only and for an
// hour. Never on the desk, whose screen is shared, and never secrets, codes or files.
(() => {
  "use strict";

  if (document.body.classList.contains("desk")) return;

  const HOUR = 3600 * 1000;
  const { offline, online } = document.currentScript.dataset;
  const forms = [...document.querySelectorAll("form[data-keep]")];
  const keyOf = (form) => `keep:${location.pathname}:${form.id || form.dataset.keep}`;
  const fieldsOf = (form) =>
    [...form.elements].filter(
      (f) =>
        f.name &&
        !["hidden", "password", "file", "submit", "button"].includes(f.type) &&
        f.autocomplete !== "one-time-code",
    );

  // Private windows and full disks refuse storage: then nothing is kept, and nothing breaks.
  const storage = (work) => {
    try {
      return work(sessionStorage);
    } catch {
      return null;
    }
  };

  // Rows that were added by their button must be there again before they can be filled in.
  const buttonsOf = (form) => [...form.querySelectorAll("[data-add-row]")];
  const rowsOf = (button) => button.parentElement.querySelectorAll("[data-row]").length;

  const save = (form, sent) => {
    const rows = buttonsOf(form).map(rowsOf);
    const values = fieldsOf(form).map((f) => [
      f.name,
      f.value,
      f.type === "checkbox" || f.type === "radio" ? f.checked : null,
    ]);
    storage((s) => s.setItem(keyOf(form), JSON.stringify({ at: Date.now(), sent, rows, values })));
  };

  // Of fields with one name each gets its own value.
  const put = (form, { rows = [], values }) => {
    buttonsOf(form).forEach((button, place) => {
      for (let count = rowsOf(button); count < rows[place]; count++) button.click();
    });
    const free = fieldsOf(form);
    for (const [name, value, checked] of values) {
      const place = free.findIndex(
        (f) => f.name === name && (checked === null || f.value === value),
      );
      if (place < 0) continue;
      const [field] = free.splice(place, 1);
      if (checked !== null) field.checked = checked;
      else field.value = value;
    }
  };

  const isOld = (kept) => Date.now() - kept.at > HOUR;

  // A page that carries the server's word on what was sent needs nothing from here; what it shows
  // is kept for who reads on in another language.
  const answered = document.querySelector("[data-answered]") !== null;

  const restore = (form) => {
    const key = keyOf(form);
    if (answered) return save(form, false);
    const kept = storage((s) => JSON.parse(s.getItem(key)));
    if (!kept) return;
    if (isOld(kept)) storage((s) => s.removeItem(key));
    else put(form, kept);
  };

  // Another page came after sending, so what was sent has arrived.
  const forget = () =>
    storage((s) => {
      const here = new Set(forms.map(keyOf));
      for (const key of Object.keys(s)) {
        if (!key.startsWith("keep:") || here.has(key)) continue;
        const kept = JSON.parse(s.getItem(key));
        if (kept.sent || isOld(kept)) s.removeItem(key);
      }
    });

  const say = (form, sentence) => {
    let line = form.querySelector(".offline");
    if (!line) {
      line = document.createElement("p");
      line.className = "offline";
      line.setAttribute("role", "alert");
      form.append(line);
    }
    line.textContent = sentence;
  };

  forget();
  for (const form of forms) {
    restore(form);
    form.addEventListener("input", () => save(form, false));
    form.addEventListener("submit", (event) => {
      save(form, navigator.onLine && event.submitter?.name !== "read_in");
      // resend.js keeps and sends it.
      if (navigator.onLine || "resend" in form.dataset) return;
      event.preventDefault();
      say(form, offline);
    });
  }
  window.addEventListener("online", () => {
    document.querySelectorAll(".offline").forEach((line) => say(line.closest("form"), online));
  });
})();
