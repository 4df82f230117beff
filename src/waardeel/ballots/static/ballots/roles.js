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
    list: "wrongList", "handed-in": "handedIn", "no-spare": "noSpare", "code-form": "wrongList", "code-typo": "wrongList",
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
  /** Checks the archive of one question with the key of this trustee; returns the key and what was found. */
  async function checked(of, text) {
    let secret = text;
    if (of.encrypted) ({ secret } = await ask({ role: "open", group: of.group, secret, encrypted: of.encrypted }));
    const own = await ask({ role: "public", group: of.group, secret });
    if (own.public !== JSON.parse(of.key).public_key) throw "other-key";
    const response = await fetch(of.archive, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" });
    if (!response.ok) throw "fault";
    const progress = document.getElementById(of === facts ? "check-progress" : "meeting-progress");
    progress.hidden = false;
    const archive = new Uint8Array(await response.arrayBuffer());
    try {
      const { facts: found } = await ask({ role: "check", archive, public: own.public }, (done, all) => {
        progress.max = all;
        progress.value = done;
      });
      return { secret, found };
    } finally {
      progress.hidden = true;
    }
  }

  let secret;
  on("check", async () => {
    const made = await checked(facts, await fileText());
    ({ secret } = made);
    for (const each of page.querySelectorAll("[data-found]")) each.textContent = made.found[each.dataset.found];
    document.getElementById("after-check").hidden = false;
    document.getElementById("after-check-title").focus();
  });
  on("decrypt", async () => send("decryption", (await ask({ role: "decrypt", secret })).decryption));

  // In a meeting the key is chosen once; each question that is over is read with one press.
  const meeting = document.getElementById("meeting");
  const file = document.getElementById("meeting-file");
  const shown = new Map();
  async function look() {
    const { questions } = await (await fetch("?waiting", { cache: "no-store" })).json();
    for (const [uuid, item] of shown) {
      if (questions.some((each) => each.uuid === uuid)) continue;
      item.remove();
      shown.delete(uuid);
    }
    for (const of of questions) if (!shown.has(of.uuid)) shown.set(of.uuid, offered(of));
    document.getElementById("meeting-none").hidden = shown.size > 0;
  }
  function offered(of) {
    const item = document.getElementById("meeting-question").content.firstElementChild.cloneNode(true);
    item.querySelector("[data-asked]").textContent = of.asked;
    const [check, read] = item.querySelectorAll("button");
    let secret;
    const press = (button, act) =>
      button.addEventListener("click", async () => {
        refuse("");
        button.disabled = true;
        try {
          await act();
        } catch (reason) {
          refuse(page.dataset[WORDS[reason] ?? "fault"]);
        } finally {
          button.disabled = false;
        }
      });
    press(check, async () => {
      const [chosen] = file.files;
      const made = await checked(of, (chosen ? await chosen.text() : "").trim());
      ({ secret } = made);
      for (const each of item.querySelectorAll("[data-found]")) each.textContent = made.found[each.dataset.found];
      item.querySelector("[data-after]").hidden = false;
      check.hidden = true;
      read.focus();
    });
    press(read, async () => {
      const { decryption } = await ask({ role: "decrypt", secret });
      const body = new URLSearchParams({ decryption, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      const answer = await fetch(of.page, { method: "POST", body });
      if (!answer.redirected) throw "fault";
      await look();
    });
    document.getElementById("meeting-questions").append(item);
    return item;
  }
  if (meeting) {
    look();
    setInterval(() => look().catch(() => undefined), 4000);
  }

  const letters = document.getElementById("letters");

  /** A letter or a ballot on paper from its model in the page, with the code and its picture. */
  async function letterOf(model, code, name) {
    const letter = document.getElementById(model).content.cloneNode(true);
    if (name) letter.querySelector("[data-name]").textContent = name;
    letter.querySelector("[data-code]").textContent = code;
    letter.querySelector("[data-address]").textContent = facts.booth;
    const { size, path } = await ask({ role: "picture", text: `${facts.booth}#code=${code}` });
    const drawing = letter.querySelector("svg");
    drawing.setAttribute("viewBox", `0 0 ${size} ${size}`);
    drawing.querySelector("path").setAttribute("d", path);
    return letter;
  }

  /** An e-mail for each voter, which their maker's own mail program sends. */
  function offerMails() {
    const mails = document.getElementById("mails");
    if (!mails) return;
    document.getElementById("mail-list").replaceChildren(
      ...facts.voters.map(([name, , address], at) => {
        const item = document.getElementById("mail").content.cloneNode(true);
        item.querySelector("[data-name]").textContent = name;
        const link = item.querySelector("[data-write]");
        const body = mails.dataset.body
          .replace("ADDRESS", `${facts.booth}#code=${made.codes[at]}`)
          .replace("CODE", made.codes[at])
          .replace("NAME", () => name); // last, and to the letter: a name may hold any text
        link.href = `mailto:${encodeURIComponent(address)}?subject=${encodeURIComponent(mails.dataset.subject)}&body=${encodeURIComponent(body)}`;
        link.hidden = !address;
        item.querySelector("[data-none]").hidden = Boolean(address);
        return item;
      }),
    );
  }

  on("make-codes", async () => {
    const progress = document.getElementById("codes-progress");
    const weights = facts.voters.map(([, weight]) => weight);
    const { uuid, uuids, group, spares, papers } = facts;
    progress.max = (weights.length + spares + papers) * uuids.length;
    progress.hidden = false;
    made = await ask({ role: "credentials", uuids, group, weights, spares, papers }, (done) => {
      progress.value = done;
    });
    progress.hidden = true;
    const pages = [];
    for (const [at, use] of made.uses.entries()) {
      if (use === "voter") pages.push(await letterOf("letter", made.codes[at], facts.voters[at][0]));
      if (use === "paper") pages.push(await letterOf("paper", made.codes[at]));
    }
    letters.replaceChildren(...pages);
    offerMails();
    // A name that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV injection").
    const cell = (text) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
    const table = made.uses.map((use, at) => {
      const [name, , address] = facts.voters[at] ?? ["", 1, ""];
      return [cell(name), made.codes[at], made.publics[at], use, cell(address)].join(";");
    });
    const text = ["\ufeffname;code;public;use;email", ...table, ""].join("\r\n");
    keep(document.getElementById("keep-codes"), `waardeel-${uuid}-codes.csv`, text);
    document.getElementById("after-codes").hidden = false;
    document.getElementById("after-codes").querySelector("h2").focus();
  });
  on("send-codes", () => send("roll", made.roll));

  // The list that was saved, to give a code again or another one.
  const codes = new Map();
  const chosen = document.getElementById("lost-name");
  document.getElementById("codes-file")?.addEventListener("change", async ({ target }) => {
    refuse("");
    codes.clear();
    const [file] = target.files;
    const rows = file ? tableOf(await file.text()) : [];
    const listed = rows.filter(({ code, public: half }) => code && half);
    // The list has the public halves of the first question; once that is over, those of another one are asked for.
    const [uuid] = facts.live;
    const first = uuid === facts.uuid;
    const { publics } = first ? {} : await ask({ role: "publics", codes: listed.map(({ code }) => code), uuid, group: facts.group });
    listed.forEach(({ name, code, public: half, use }, at) => codes.set(first ? half : publics[at], { name, code, use }));
    const voters = [...codes].filter(([, one]) => one.use === "voter");
    chosen.replaceChildren(...voters.map(([half, one]) => new Option(one.name, half)));
    chosen.disabled = !voters.length;
    if (!voters.length) refuse(page.dataset.wrongList);
  });

  /** The rows of a table with semicolons or commas, by the names in its first row. */
  function tableOf(text) {
    const between = /^[^\n]*;/.test(text) ? ";" : ",";
    const cells = new RegExp(`("(?:[^"]|"")*"|[^${between}\\r\\n]*)(${between}|\\r?\\n|$)`, "gy");
    const rows = [[]];
    for (const [, cell, end] of text.replace(/^\ufeff/, "").matchAll(cells)) {
      rows.at(-1).push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
      if (!end) break;
      if (end !== between) rows.push([]);
    }
    const [names, ...rest] = rows;
    return rest.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? ""])));
  }

  /** The code that somebody has now. */
  function current() {
    const later = new Map(facts.replaced);
    let half = chosen.value;
    while (later.has(half)) half = later.get(half);
    if (half === "paper") throw "handed-in";
    const found = codes.get(half);
    if (!found) throw "list";
    return { name: codes.get(chosen.value).name, code: found.code };
  }

  on("again", async () => {
    const { name, code } = current();
    letters.replaceChildren(await letterOf("letter", code, name));
    document.getElementById("after-replace").hidden = true;
    document.getElementById("after-again").hidden = false;
  });
  on("replace", async () => {
    const { name, code } = current();
    const into = facts.spare.find((half) => codes.has(half));
    if (!into) throw facts.spare.length ? "list" : "no-spare";
    const { code: spare } = codes.get(into);
    made = await ask({ role: "exchange", code, uuids: facts.live, group: facts.group, spare });
    letters.replaceChildren(await letterOf("letter", spare, name));
    document.getElementById("after-again").hidden = true;
    document.getElementById("after-replace").hidden = false;
  });
  on("send-replace", () => send("exchange", made.exchange));

  // An answer that `waardeel trustee` or `waardeel credentials` made is sent as it stands.
  on("send-answer", async () => {
    const [file] = document.getElementById("answer-file").files;
    const [field] = form.querySelectorAll("input[type=hidden]:not([name=csrfmiddlewaretoken])");
    if (!file) return document.getElementById("answer-file").focus();
    send(field.name, (await file.text()).trim());
  });

  for (const each of page.querySelectorAll("[data-needs-script]")) each.hidden = false;
}
