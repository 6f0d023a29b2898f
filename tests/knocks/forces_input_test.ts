import assert from "node:assert/strict";
import { join } from "node:path";
import { bentJson, HARD_NUMBERS, tries, typedNumber } from "./bent.ts";
import { fc } from "./fast_check.ts";
import { nearsightHere, requireDoneOrRefused } from "./in_process.ts";
import { inMemoryFolder } from "./memory_folder.ts";

const DOCUMENTS = 500;
const OPTIONS = 500;
const METHODS = ["exact", "ed", "cavity"] as const;

const Q = Array.from({ length: 16 }, (_, i) => Number(Math.sin(i).toFixed(3)));
const wild = fc.array(
  fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(...HARD_NUMBERS),
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  ),
  { minLength: 16, maxLength: 16 },
).map((values) => JSON.stringify({ width: 4, height: 4, Q: values }));

/** Runs `forces` on a document and holds that the answer is 16 finite forces, or one line and no file. */
function requireForcesOrRefusal(text: string, more: readonly string[]): Promise<boolean> {
  return inMemoryFolder(async (folder) => {
    const [input, output] = [join(folder, "Q.json"), join(folder, "out.json")];
    await Deno.writeTextFile(input, text);
    const answer = await nearsightHere(
      ["forces", "--input", input, "--output", output, "--workers", "1", ...more],
    );
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    if (!requireDoneOrRefused(answer, `${text} ${more.join(" ")}`)) {
      assert.deepEqual(names, ["Q.json"]);
      return false;
    }
    const { force, density } = JSON.parse(await Deno.readTextFile(output));
    assert.equal(force.length, JSON.parse(text).Q.length);
    assert.ok(force.every(Number.isFinite), "a force is not finite");
    // Occupations of fermions, whatever the configuration.
    const within = density.every((n: number) => n > -1e-6 && n < 1 + 1e-6);
    assert.ok(within || more.includes("cavity"), `density ${density} of ${text}`);
    return true;
  });
}

for (const method of METHODS) {
  const cases = Math.ceil(DOCUMENTS / METHODS.length);
  Deno.test(`forces of a bent JSON, or one of wild numbers, are finite or refused in one line (${method}, ${cases} cases)`, async () => {
    let done = 0;
    const texts = fc.oneof(bentJson({ width: 4, height: 4, Q }), wild);
    const property = fc.asyncProperty(texts, async (text) => {
      if (await requireForcesOrRefusal(text, ["--method", method])) done++;
    });
    await fc.assert(property, tries(cases));
    assert.ok(done > cases / 50, `only ${done} were accepted`);
  });
}

Deno.test(`whatever is typed for the numbers of forces, they are finite or refused in one line (${OPTIONS} cases)`, async () => {
  const names = ["temperature", "chemical-potential", "t", "g", "k", "kappa", "mass"];
  const settings = fc.uniqueArray(
    fc.tuple(fc.constantFrom(...names), fc.oneof(typedNumber, fc.constantFrom("1", "0.2"))),
    { minLength: 1, maxLength: 3, selector: ([name]) => name },
  );
  const electrons = fc.constantFrom("grand-canonical", "canonical");
  const method = fc.constantFrom(...METHODS);
  const text = JSON.stringify({ width: 4, height: 4, Q });
  let done = 0;
  const property = fc.asyncProperty(settings, method, electrons, async (given, name, ensemble) => {
    const more = given.map(([option, value]) => `--${option}=${value}`);
    if (
      await requireForcesOrRefusal(text, [...more, "--method", name, "--ensemble", ensemble])
    ) done++;
  });
  await fc.assert(property, tries(OPTIONS));
  assert.ok(done > OPTIONS / 20, `only ${done} were accepted`);
});
