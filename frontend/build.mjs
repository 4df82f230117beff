// Builds what src/waardeel/web/static/waardeel ships from the packages in package-lock.json. For maintainers only:
// the results are committed, so that nobody who runs Waardeel needs Node.
import { transform } from "esbuild";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";

const out = new URL("../src/waardeel/web/static/waardeel/", import.meta.url);
const packages = new URL("./node_modules/", import.meta.url);

const components = await readFile(new URL("@digdir/designsystemet-css/dist/src/index.css", packages), "utf8");
const theme = await readFile(new URL("./theme.css", import.meta.url), "utf8");

// Dark is for screens: on paper every page is light.
const onScreen = theme
  .replace(/@charset[^;]*;/, "")
  .replaceAll("@media (prefers-color-scheme: dark)", "@media screen and (prefers-color-scheme: dark)")
  .replaceAll(/^\[data-color-scheme="dark"\] \{([^}]*)\}/gm, '@media screen { [data-color-scheme="dark"] {$1} }');
// The house's plain elements come under the components, its own parts (unlayered) above them.
const sources = `@layer house.base, ds.theme, ds.base, ds.components;\n${components}\n${onScreen}`;
const { code } = await transform(sources, { loader: "css", minify: true, target: "esnext", legalComments: "none" });
const notice =
  "/* Designsystemet 1.22.0 (MIT, Digitaliseringsdirektoratet) with the theme of Waardeel. Built by frontend/build.mjs: see LICENCES.md. */\n";
await writeFile(new URL("designsystemet.css", out), notice + code);

const fonts = {
  "text-latin": "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal",
  "text-latin-ext": "atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-ext-wght-normal",
  figures: "figtree/files/figtree-latin-wght-normal",
};
await mkdir(new URL("fonts/", out), { recursive: true });
for (const [name, path] of Object.entries(fonts)) {
  await copyFile(new URL(`@fontsource-variable/${path}.woff2`, packages), new URL(`fonts/${name}.woff2`, out));
}
