// Build the one stylesheet, the modules and the fonts that the pages use.
//
// Everything is written to a fresh folder which then replaces the old one, so that a failed build
// never leaves half a bundle behind.
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "src", "rebond", "web", "theme", "static", "bundle");
const fresh = `${target}.new`;

const fonts = [
  ["source-sans-3", ["400-normal", "400-italic", "600-normal"]],
  ["source-serif-4", ["400-normal", "600-normal"]],
];

async function described(name) {
  return JSON.parse(await readFile(join(here, "node_modules", name, "package.json"), "utf8"));
}

await rm(fresh, { recursive: true, force: true });
await mkdir(join(fresh, "fonts"), { recursive: true });

for (const [family, faces] of fonts) {
  const source = join(here, "node_modules", "@fontsource", family);
  for (const face of faces) {
    for (const subset of ["latin", "latin-ext"]) {
      const name = `${family}-${subset}-${face}.woff2`;
      await cp(join(source, "files", name), join(fresh, "fonts", name));
    }
  }
  await cp(join(source, "LICENSE"), join(fresh, "fonts", `${family}-LICENSE.txt`));
}

// Every page loads app.css; only those with a map that moves map.css.
for (const name of ["app", "map"]) {
  const styles = compile(join(here, "styles", `${name}.scss`), {
    style: "compressed",
    loadPaths: [join(here, "styles"), join(here, "node_modules")],
    quietDeps: true,
    // Bootstrap 5 is still written with @import; it is the only place where we use it.
    silenceDeprecations: ["import"],
  });
  await writeFile(join(fresh, `${name}.css`), styles.css);
}

await build({
  // Every page loads app.js; only the pages of a draft load draft.js, only those with a map that moves map.js.
  entryPoints: {
    app: join(here, "src", "app.ts"),
    draft: join(here, "src", "draft-page.ts"),
    map: join(here, "src", "map.ts"),
    "map-worker": join(here, "node_modules", "maplibre-gl", "dist", "maplibre-gl-worker.mjs"),
  },
  outdir: fresh,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
});

// What the map is built from keeps its licences.
const libraries = ["maplibre-gl", ...Object.keys((await described("maplibre-gl")).dependencies)].filter(
  (name) => !name.startsWith("@types/"),
);
const texts = [];
for (const name of libraries) {
  const folder = join(here, "node_modules", name);
  const file = (await readdir(folder)).find((one) => /^(licen[cs]e|copying)/i.test(one));
  const text = file ? await readFile(join(folder, file), "utf8") : (await described(name)).license;
  texts.push(`${name}\n\n${text.trim()}\n`);
}
await writeFile(join(fresh, "map-LICENSES.txt"), texts.join(`\n${"-".repeat(72)}\n\n`));

await rm(target, { recursive: true, force: true });
await rename(fresh, target);
