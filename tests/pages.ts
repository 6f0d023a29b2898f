import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the project. */
export const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** A page of the documentation. */
export interface Page {
  /** Path from the project's folder. */
  readonly path: string;
  readonly text: string;
}

const docs = [...Deno.readDirSync(join(ROOT, "docs"))].map(({ name }) => name)
  .filter((name) => name.endsWith(".md")).sort();

/** README first, then the other pages of the root, then those of `docs/`. */
export const PAGES: readonly Page[] = [
  ...["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"],
  ...docs.map((name) => `docs/${name}`),
].map((path) => ({ path, text: Deno.readTextFileSync(join(ROOT, path)) }));

/** The blocks of one language on a page. */
export function blocksOf({ text }: Page, language: string): string[] {
  return [...text.matchAll(new RegExp("```" + language + "\\n([\\s\\S]*?)```", "g"))]
    .map(([, block]) => block);
}

/** The commands of a page's shell blocks, comments taken off, a line continued by \ made one. */
export function commandsOf(page: Page): string[] {
  return blocksOf(page, "sh")
    .flatMap((block) => block.replaceAll("\\\n", " ").split("\n"))
    .map((line) => line.replace(/(^|\s+)#.*$/, "").trim())
    .filter((line) => line !== "");
}
