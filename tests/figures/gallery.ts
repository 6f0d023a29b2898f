/**
 * Writes one of each figure, and a page that shows them all, into a folder for a look by eye:
 *
 *     deno run --allow-write=FOLDER tests/figures/gallery.ts FOLDER
 */
import { sampleFigures } from "./sample_figures.ts";

const [folder] = Deno.args;
if (folder === undefined) {
  console.error("Usage: deno run --allow-write=FOLDER tests/figures/gallery.ts FOLDER");
  Deno.exit(1);
}
Deno.mkdirSync(folder, { recursive: true });
const figures = Object.entries(sampleFigures());
for (const [name, svg] of figures) Deno.writeTextFileSync(`${folder}/${name}.svg`, svg);
const items = figures.map(([name]) =>
  `<figure><img src="${name}.svg"><figcaption>${name}</figcaption></figure>`
);
Deno.writeTextFileSync(
  `${folder}/index.html`,
  `<!doctype html><meta charset="utf-8">${items.join("\n")}\n`,
);
