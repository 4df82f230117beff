// Builds the workers of the voting booth and of its roles, which src/waardeel/ballots/static ships. The results are
// committed: whoever runs Waardeel needs no Node, and anybody can build them again and compare.
import { build } from "esbuild";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const out = process.argv[2] ?? here("../src/waardeel/ballots/static/ballots");

for (const [source, name] of [
  ["worker", "booth-worker"],
  ["roles-worker", "roles-worker"],
]) {
  await build({
    entryPoints: [here(`booth/src/${source}.ts`)],
    outfile: `${out}/${name}.js`,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    legalComments: "none",
    banner: { js: `/* Built by frontend/build-booth.mjs from frontend/booth. With @noble/hashes 2.4.0 and, for roles, qr 0.7.0 (MIT, Paul Miller). */` },
  });
}
