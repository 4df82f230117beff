// The pages of trustees and of the credential authority. What is secret is made here, and kept by who made it.
"use strict";

const page = document.getElementById("role");
if (page) {
  const facts = JSON.parse(document.getElementById("role-facts").textContent);
  const problem = document.getElementById("role-problem");
  const form = document.getElementById("role-form");
  const worker = new Worker(page.dataset.worker);
  let asked = 0;

  const WORDS = {
    "key-form": "wrongKey", "other-key": "wrongKey", "not-ended": "wrongArchive",
    archive: "wrongArchive", election: "wrongArchive", trustees: "wrongArchive", roll: "wrongArchive",
    ballot: "wrongArchive", tally: "wrongArchive", ceremony: "wrongStep",
  };

  const refuse = (text) => {
    problem.textContent = text;
    problem.hidden = !text;
    if (text) problem.focus();
  };

  function ask(message, told) {
    const id = ++asked;
    return new Promise((resolve, reject) => {
      const listen = ({ data }) => {
        if (data.id !== id) return;
        if (data.done) return told?.(data.done, data.of);
        worker.removeEventListener("message", listen);
        if (data.refused) reject(data.refused);
        else resolve(data);
      };
      worker.addEventListener("message", listen);
      worker.addEventListener("error", () => reject("fault"), { once: true });
      worker.postMessage({ id, ...message });
    });
  }

  /** A link with which a text is kept as a file on this machine. */
  function keep(link, name, text) {
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = name;
    link.hidden = false;
  }

  function send(name, value) {
    form.elements[name].value = value;
    form.submit();
  }

  const on = (id, act) => {
    const button = document.getElementById(id);
    button?.addEventListener("click", async () => {
      refuse("");
      button.disabled = true;
      try {
        await act();
      } catch (reason) {
        const [, place] = /^point-(\d+)$/.exec(reason) ?? [];
        if (place) refuse(page.dataset.wrongPoint.replace("NAME", facts.names[place - 1]));
        else refuse(page.dataset[WORDS[reason] ?? "fault"]);
      } finally {
        button.disabled = false;
      }
    });
  };

  let made;
  on("make-key", async () => {
    made = await ask(facts.context ? { role: "certify", context: facts.context } : { role: "key", group: facts.group });
    const name = `waardeel-${facts.uuid}-${facts.number}.key`;
    keep(document.getElementById("keep-key"), name, `${made.secret}\n`);
    document.getElementById("after-key").hidden = false;
    document.getElementById("keep-key").focus();
  });
  on("send-key", () => (facts.context ? send("answer", made.certificate) : send("key", made.key)));

  // Trustees of whom some are enough make their keys together, in three steps.
  const fileText = async () => {
    const [file] = document.getElementById("key-file").files;
    return (file ? await file.text() : "").trim();
  };
  const { context, certificates, handed } = facts;
  on("deal", async () => {
    send("answer", (await ask({ role: "deal", secret: await fileText(), context, certificates })).dealt);
  });
  on("key", async () => {
    send("answer", (await ask({ role: "take", secret: await fileText(), context, certificates, handed })).taken);
  });

  // The archive is asked for without saying who asks, so that a trustee is given the one that everybody is given.
  let secret;
  on("check", async () => {
    secret = await fileText();
    if (facts.encrypted) ({ secret } = await ask({ role: "open", group: facts.group, secret, encrypted: facts.encrypted }));
    const own = await ask({ role: "public", group: facts.group, secret });
    if (own.public !== JSON.parse(facts.key).public_key) throw "other-key";
    const response = await fetch(facts.archive, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    if (!response.ok) throw "fault";
    const progress = document.getElementById("check-progress");
    progress.hidden = false;
    const archive = new Uint8Array(await response.arrayBuffer());
    try {
      const { facts: found } = await ask({ role: "check", archive, public: own.public }, (done, of) => {
        progress.max = of;
        progress.value = done;
      });
      for (const each of page.querySelectorAll("[data-found]")) each.textContent = found[each.dataset.found];
    } finally {
      progress.hidden = true;
    }
    document.getElementById("after-check").hidden = false;
    document.getElementById("after-check-title").focus();
  });
  on("decrypt", async () => send("decryption", (await ask({ role: "decrypt", secret })).decryption));

  on("make-codes", async () => {
    const progress = document.getElementById("codes-progress");
    progress.max = facts.voters.length;
    progress.hidden = false;
    const weights = facts.voters.map(([, weight]) => weight);
    made = await ask({ role: "credentials", uuid: facts.uuid, group: facts.group, weights }, (done) => {
      progress.value = done;
    });
    progress.hidden = true;
    const pictures = [];
    for (const code of made.codes) pictures.push(await ask({ role: "picture", text: `${facts.booth}#code=${code}` }));
    const letters = document.getElementById("letters");
    const model = document.getElementById("letter");
    letters.replaceChildren(
      ...facts.voters.map(([name], at) => {
        const letter = model.content.cloneNode(true);
        letter.querySelector("[data-name]").textContent = name;
        letter.querySelector("[data-code]").textContent = made.codes[at];
        letter.querySelector("[data-address]").textContent = facts.booth;
        const drawing = letter.querySelector("svg");
        drawing.setAttribute("viewBox", `0 0 ${pictures[at].size} ${pictures[at].size}`);
        drawing.querySelector("path").setAttribute("d", pictures[at].path);
        return letter;
      }),
    );
    // A name that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV injection").
    const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const table = facts.voters.map(([name], at) => `${cell(name)},${made.codes[at]},${made.publics[at]}`);
    keep(document.getElementById("keep-codes"), `waardeel-${facts.uuid}-codes.csv`, ["name,code,public", ...table, ""].join("\r\n"));
    document.getElementById("after-codes").hidden = false;
    document.getElementById("after-codes").querySelector("h2").focus();
  });
  on("send-codes", () => send("roll", made.roll));

  // An answer that `waardeel trustee` or `waardeel credentials` made is sent as it stands.
  on("send-answer", async () => {
    const [file] = document.getElementById("answer-file").files;
    const [field] = form.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])");
    if (!file) return document.getElementById("answer-file").focus();
    send(field.name, (await file.text()).trim());
  });

  for (const each of page.querySelectorAll("[data-needs-script]")) each.hidden = false;
}
