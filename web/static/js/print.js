// A letter is made to be printed: the browser asks by which printer as soon as it is there.
window.addEventListener("load", () => window.print());
