// A slider beside a number to type: either moves the other. Without this file the number is there.
(() => {
  "use strict";

  const read = (text) => Number(text.replace("%", "").replace(",", ".").trim() || "0");

  // The weights' sum, told while they are moved.
  const sum = document.querySelector("[data-sum]");
  const tell = () => {
    const fields = [...sum.closest("fieldset").querySelectorAll("input[inputmode]")];
    const total = fields.reduce((whole, field) => whole + read(field.value), 0);
    sum.hidden = Number.isNaN(total);
    const language = document.documentElement.lang;
    sum.querySelector("output").textContent = total.toLocaleString(language, { maximumFractionDigits: 2 });
  };

  for (const slider of document.querySelectorAll("[data-slides]")) {
    const field = document.getElementById(slider.dataset.slides);
    slider.hidden = false;
    slider.addEventListener("input", () => {
      field.value = slider.value;
      if (sum) tell();
    });
    field.addEventListener("input", () => {
      // An empty field may stand for the far end.
      const share = field.value.trim() ? read(field.value) : Number(slider.dataset.empty || "0");
      if (!Number.isNaN(share)) slider.value = share;
      if (sum) tell();
    });
  }
  if (sum) tell();
})();
