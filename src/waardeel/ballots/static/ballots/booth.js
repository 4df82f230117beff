// The page of the voting booth. The code and the choice stay here: only the finished ballot is sent.
"use strict";

// In a meeting the code is kept in this tab for the next question, and nowhere else.
const kept = {
  key: (document.querySelector("[data-meeting]") ?? { dataset: {} }).dataset.meeting,
  get code() {
    return (this.key && sessionStorage.getItem(`code-${this.key}`)) || "";
  },
  set code(text) {
    if (this.key) sessionStorage.setItem(`code-${this.key}`, text);
  },
  /** The code that a letter's address carries behind a #, which no browser sends; it is taken off at once. */
  taken() {
    const given = new URLSearchParams(location.hash.slice(1)).get("code");
    if (given) history.replaceState(null, "", location.pathname + location.search);
    return given;
  },
};

if (document.getElementById("booth-wait")) {
  const given = kept.taken();
  if (given) kept.code = given;
  setTimeout(() => location.reload(), 4000);
}

const booth = document.getElementById("booth");
if (booth) {
  const said = JSON.parse(document.getElementById("booth-record").textContent);
  const form = booth.querySelector("form");
  const code = document.getElementById("booth-code");
  const [choose, review, receipt] = ["choose", "review", "receipt"].map((name) => document.getElementById(`booth-${name}`));
  const problem = document.getElementById("booth-problem");
  const worker = new Worker(booth.dataset.worker);
  const next = document.getElementById("booth-next");
  const SECONDS_FOR_RECEIPT = 120; // then the device in the room forgets who voted last
  let made;
  let asked = 0;

  function takeCode() {
    const given = kept.taken();
    if (given) code.value = given;
    return Boolean(given);
  }
  code.value = kept.code;
  takeCode();

  let leaving;
  function show(part) {
    clearTimeout(leaving);
    for (const each of [choose, review, receipt]) each.hidden = each !== part;
    const heading = part.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  }

  function refuse(text) {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) problem.focus();
  }

  function busy(on) {
    for (const button of booth.querySelectorAll("button")) button.disabled = on;
    booth.setAttribute("aria-busy", String(on));
  }

  function words(reason) {
    return booth.dataset[{ "code-form": "codeForm", "code-typo": "codeTypo" }[reason] ?? "fault"];
  }

  worker.addEventListener("message", ({ data }) => {
    if (handing && data.id === handing.id) return handing.done(data);
    if (data.id !== asked || data.ready) return;
    busy(false);
    if (data.refused) return refuse(words(data.refused));
    made = data;
    document.getElementById("booth-tracker").textContent = data.tracker;
    show(review);
  });
  worker.addEventListener("error", () => {
    busy(false);
    refuse(booth.dataset.fault);
  });
  worker.postMessage({ id: 0, record: said });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    refuse("");
    const chosen = form.querySelector("input[type=radio]:checked");
    if (!chosen) return refuse(booth.dataset.choose);
    const choices = [...form.querySelectorAll("input[type=radio]")].map((each) => (each === chosen ? 1 : 0));
    document.getElementById("booth-chosen").textContent = chosen.dataset.said;
    busy(true);
    worker.postMessage({ id: ++asked, record: said, code: code.value, choices: [choices] });
  });

  // Another letter scanned on a page that stands open already: a new voter, or the same one again.
  window.addEventListener("hashchange", () => {
    if (location.hash) form.reset();
    if (!takeCode()) return;
    asked++;
    busy(false);
    refuse("");
    show(choose);
  });

  document.getElementById("booth-change").addEventListener("click", () => show(choose));
  document.getElementById("booth-send").addEventListener("click", async () => {
    busy(true);
    refuse("");
    try {
      // Without cookies: who signed in on this computer has nothing to do with this ballot.
      const answer = await fetch(booth.dataset.cast, { method: "POST", body: made.ballot, credentials: "omit" });
      const said = await answer.json();
      if (said.tracker !== made.tracker) return refuse(said.refused ?? booth.dataset.fault);
      document.getElementById("booth-number").textContent = said.tracker;
      const picture = document.getElementById("booth-picture");
      picture.src = `${booth.dataset.qr}?q=${encodeURIComponent(said.tracker)}`;
      picture.hidden = false;
      kept.code = code.value;
      code.value = "";
      form.reset();
      show(receipt);
      leaving = setTimeout(() => next?.click(), SECONDS_FOR_RECEIPT * 1000);
    } catch {
      refuse(booth.dataset.offline);
    } finally {
      busy(false);
    }
  });

  // Letter by letter, by a voice of this device; a voice on the network would tell others which ballot is looked at.
  // In a meeting the page goes along to the next question, unless somebody is busy with this one.
  const idle = () => !choose.hidden && !form.querySelector("input[type=radio]:checked");
  if ("follows" in booth.dataset) {
    setInterval(async () => {
      const looked = idle() && (await fetch(location.href, { redirect: "manual", cache: "no-store" }).catch(() => {}));
      if (looked?.type === "opaqueredirect" && idle()) location.reload();
    }, 5000);
  }

  const speak = document.getElementById("booth-speak");
  const voice = () =>
    window.speechSynthesis?.getVoices().find((one) => one.localService && one.lang.startsWith(document.documentElement.lang));
  const offer = () => {
    speak.hidden = !voice();
  };
  window.speechSynthesis?.addEventListener?.("voiceschanged", offer);
  offer();
  speak.addEventListener("click", () => {
    const letters = [...document.getElementById("booth-number").textContent];
    const said = letters.map((one) => (/[A-Z]/.test(one) ? `${booth.dataset.capital} ${one}` : one)).join(", ");
    const speech = new SpeechSynthesisUtterance(said);
    speech.voice = voice();
    speech.lang = speech.voice.lang;
    speech.rate = 0.7;
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(speech);
  });

  // In the room: a letter is handed in for a ballot on paper. The code stays here; a proof that it is held is sent.
  const paper = document.getElementById("paper");
  let handing;
  paper?.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = document.getElementById("paper-code");
    const told = (text, tone) => {
      const place = document.getElementById("paper-said");
      place.textContent = text;
      place.dataset.color = tone;
      place.hidden = false;
      place.focus();
    };
    const made = await new Promise((done) => {
      handing = { id: ++asked, done };
      worker.postMessage({ id: handing.id, record: said, code: field.value, into: "paper" });
    });
    if (made.refused) return told(words(made.refused), "danger");
    try {
      const answer = await fetch(paper.dataset.send, { method: "POST", body: made.exchange, credentials: "omit" });
      const { refused } = await answer.json();
      if (refused) return told(refused, "danger");
      field.value = "";
      told(paper.dataset.done, "success");
    } catch {
      told(booth.dataset.offline, "danger");
    }
  });

  for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
}
