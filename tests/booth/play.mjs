// Plays a built worker in Node: node play.mjs WORKER.js < messages (JSON, one a line) > answers (the same). An archive is named by its path.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const answers = [];
globalThis.self = { postMessage: (answer) => answers.push(answer) };
runInThisContext(readFileSync(process.argv[2], "utf8"));
for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const data = JSON.parse(line);
  if (data.archive) data.archive = new Uint8Array(readFileSync(data.archive));
  const start = performance.now();
  await globalThis.self.onmessage({ data });
  answers.at(-1).ms = performance.now() - start;
}
for (const answer of answers) process.stdout.write(`${JSON.stringify(answer)}\n`);
