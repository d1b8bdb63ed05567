// Reads the page aloud where this phone has a voice for its language; nothing is sent anywhere.
(() => {
  "use strict";

  const button = document.querySelector("[data-speak]");
  const speech = window.speechSynthesis;
  if (!button || !speech) return;
  const language = document.documentElement.lang;

  // Only voices of the phone itself: others send the words to a stranger.
  const voice = () =>
    speech.getVoices().find((v) => v.localService && v.lang.split(/[-_]/)[0] === language.split("-")[0]);
  const show = () => {
    button.hidden = !voice();
  };

  const read = () => {
    if (speech.speaking) return speech.cancel();
    const parts = document.querySelectorAll(
      "main :is(h1, h2, p, li, dt, dd, legend, label, .button, button):not([data-speak])",
    );
    for (const part of parts) {
      if (part.hidden || part.querySelector("p, li, label")) continue;
      const words = new SpeechSynthesisUtterance(part.innerText);
      words.voice = voice();
      words.lang = words.voice.lang;
      speech.speak(words);
    }
  };

  button.addEventListener("click", read);
  speech.addEventListener?.("voiceschanged", show);
  window.addEventListener("pagehide", () => speech.cancel());
  show();
})();
