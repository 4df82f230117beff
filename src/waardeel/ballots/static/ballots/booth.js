// The page of the voting booth. The code and the choice stay here: only the finished ballot is sent.
"use strict";

const booth = document.getElementById("booth");
if (booth) {
  const said = JSON.parse(document.getElementById("booth-record").textContent);
  const form = booth.querySelector("form");
  const code = document.getElementById("booth-code");
  const [choose, review, receipt] = ["choose", "review", "receipt"].map((name) => document.getElementById(`booth-${name}`));
  const problem = document.getElementById("booth-problem");
  const worker = new Worker(booth.dataset.worker);
  let made;
  let asked = 0;

  // A letter's address may carry the code behind a #, which no browser sends; it is taken off at once.
  const given = new URLSearchParams(location.hash.slice(1)).get("code");
  if (given) {
    code.value = given;
    history.replaceState(null, "", location.pathname + location.search);
  }

  function show(part) {
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
      code.value = "";
      form.reset();
      show(receipt);
    } catch {
      refuse(booth.dataset.offline);
    } finally {
      busy(false);
    }
  });

  for (const each of booth.querySelectorAll("[data-needs-script]")) each.hidden = false;
}
