// Build the one stylesheet, the modules and the fonts that the pages use.
//
// Everything is written to a fresh folder which then replaces the old one, so that a failed build
// never leaves half a bundle behind.
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
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

const styles = compile(join(here, "styles", "app.scss"), {
  style: "compressed",
  loadPaths: [join(here, "styles"), join(here, "node_modules")],
  quietDeps: true,
  // Bootstrap 5 is still written with @import; it is the only place where we use it.
  silenceDeprecations: ["import"],
});
await writeFile(join(fresh, "app.css"), styles.css);

await build({
  // Every page loads app.js; only the pages of a draft load draft.js.
  entryPoints: { app: join(here, "src", "app.ts"), draft: join(here, "src", "draft-page.ts") },
  outdir: fresh,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
});

await rm(target, { recursive: true, force: true });
await rename(fresh, target);
