// Reads the main content aloud with the browser's own voice, in the language of the page. The button stays hidden
// where the browser cannot speak. One piece of text at a time: long texts are cut off by some browsers.
"use strict";

const button = document.querySelector("[data-speak]");
if (button && "speechSynthesis" in window) {
  const label = button.querySelector("[data-speak-label]");
  const skip = "nav, script, svg, .speak, .ds-sr-only, [hidden], [aria-hidden=true], option";
  let reading = false;

  const show = (now) => {
    reading = now;
    label.textContent = now ? button.dataset.stop : button.dataset.start;
    button.querySelector("[data-speak-start]").toggleAttribute("hidden", now);
    button.querySelector("[data-speak-stop]").toggleAttribute("hidden", !now);
  };

  // The pieces that a person would read in one breath: headings, paragraphs, list items, labels, cells.
  const pieces = () => {
    const found = [];
    const seen = document.createTreeWalker(document.getElementById("main"), NodeFilter.SHOW_TEXT);
    let block = null;
    for (let node = seen.nextNode(); node; node = seen.nextNode()) {
      const parent = node.parentElement;
      const words = node.textContent.replace(/\s+/g, " ").trim();
      if (!words || parent.closest(skip) || !parent.checkVisibility?.()) continue;
      const here = parent.closest("h1, h2, h3, h4, p, li, dt, dd, td, th, label, legend, summary, figcaption, button, div");
      const lang = parent.closest("[lang]").lang;
      const last = found.at(-1);
      if (here === block && last.lang === lang) last.words += ` ${words}`;
      else found.push({ words, lang });
      block = here;
    }
    return found;
  };

  const stop = () => {
    show(false);
    speechSynthesis.cancel();
  };

  const start = () => {
    const queue = pieces();
    show(true);
    const next = () => {
      const piece = queue.shift();
      if (!reading || !piece) return stop();
      const speech = new SpeechSynthesisUtterance(piece.words);
      speech.lang = piece.lang;
      speech.rate = 0.9;
      speech.addEventListener("end", next);
      speech.addEventListener("error", stop);
      speechSynthesis.speak(speech);
    };
    next();
  };

  button.addEventListener("click", () => (reading ? stop() : start()));
  addEventListener("pagehide", () => speechSynthesis.cancel());
  button.hidden = false;
}
