import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { pythonHas, runPythonFile, titleNeeding } from "../io/python.ts";

const NOTEBOOKS = new URL("../../notebooks/", import.meta.url);

interface Output {
  readonly output_type: string;
  readonly data?: Readonly<Record<string, string>>;
}

Deno.test({
  name: titleNeeding(
    "nbclient",
    "the notebook of the first hour runs in Deno's kernel, and its figures and records show themselves",
  ),
  ignore: !pythonHas("nbclient"),
  fn: () => {
    const cells = runPythonFile(
      new URL("execute.py", import.meta.url),
      ...[Deno.execPath(), fileURLToPath(new URL("first_hour.ipynb", NOTEBOOKS))],
      fileURLToPath(NOTEBOOKS),
    ) as Output[][];
    assert.equal(cells.length, 6);
    const shown = cells.map((outputs) => {
      assert.ok(outputs.every(({ output_type }) => output_type === "execute_result"), "no streams");
      return outputs[0]?.data ?? {};
    });
    const [, forces, runs, run, figures] = shown;
    assert.match(forces["image/svg+xml"], /^<svg[\s\S]*a random configuration[\s\S]*<\/svg>\n?$/);
    assert.match(runs["text/plain"], /^run +verb .*\n\S+ +quench +finished .* 600$/);
    assert.match(runs["text/html"], /<td>quench<\/td><td>finished<\/td>/);
    assert.match(run["text/html"], /<td>configuration<\/td><td>\{[^<]*&quot;width&quot;: 32/);
    const names = figures["text/plain"].split("\n");
    assert.ok(names.includes("domains.svg") && names.includes("displacement_correlation.svg"));
    assert.equal(figures["text/html"].split("<img src=").length - 1, names.length);
  },
});
