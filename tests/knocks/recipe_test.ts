import assert from "node:assert/strict";
import { join } from "node:path";
import { configHash, type DataSetRecipe, dataSetRecipe, makeDataSet } from "../../mod.ts";
import { bentJson, refusalOf, tries } from "./bent.ts";
import { fc } from "./fast_check.ts";
import { inMemoryFolder } from "./memory_folder.ts";

const FILES = 300;
const OPTIONS = 400;

const RECIPE = dataSetRecipe({
  preset: "smoke",
  lattices: [{ kind: "square", width: 4, height: 4 }],
  random: 1,
  quench: { trajectories: 1, snapshotSteps: [1, 2] },
});

Deno.test(`a work folder whose recipe.json is bent is refused in one line and left as it was (${FILES} cases)`, () =>
  inMemoryFolder(async (work) => {
    const path = join(work, "recipe.json");
    let same = 0;
    const whole = { recipe: RECIPE, arithmetic: ["made elsewhere"] };
    const property = fc.asyncProperty(bentJson(whole), async (text) => {
      await Deno.writeTextFile(path, text);
      const error = await refusalOf(() => makeDataSet(RECIPE, work, { resources: { workers: 1 } }));
      // The arithmetic is of no machine, so that what is not refused for the recipe is for this.
      assert.ok(error !== undefined, text);
      if (/bit for bit/.test(error.message)) {
        assert.equal(configHash(JSON.parse(text).recipe), configHash(RECIPE), text);
        same++;
      }
      const names = [...Deno.readDirSync(work)].map(({ name }) => name).sort();
      assert.deepEqual(names, [".lock", "recipe.json"]);
      assert.equal(await Deno.readTextFile(path), text);
    });
    await fc.assert(property, tries(FILES));
    assert.ok(same > 0 && same < FILES / 2, `${same}`);
  }));

Deno.test(`a recipe that is accepted is in range, and one that is not is refused in one line (${OPTIONS} cases)`, async () => {
  let accepted = 0;
  const property = fc.asyncProperty(bentJson(RECIPE), async (text) => {
    let bent: DataSetRecipe;
    try {
      bent = JSON.parse(text);
    } catch {
      return;
    }
    // Types are the caller's to keep, as those of TypeScript; numbers and names are checked.
    const isWhole = bent?.lattices?.every?.((lattice) => Object.keys(lattice ?? {}).length === 3);
    if (!isWhole || !haveSameTypes(bent, RECIPE)) return;
    const { random: _, ...options } = bent;
    let recipe: DataSetRecipe | undefined;
    const error = await refusalOf(() => recipe = dataSetRecipe(options));
    if (error !== undefined || recipe === undefined) return;
    accepted++;
    const { model: { t, k, kappa, mass }, lattices, temperatures, quench, heldOut, seed } = recipe;
    for (const value of [t, k, mass, ...temperatures]) assert.ok(value > 0, text);
    assert.ok(k > 4 * Math.abs(kappa) && heldOut >= 0 && heldOut < 1 && seed >= 0, text);
    for (const { width, height } of lattices) assert.ok(width % 2 + height % 2 === 0, text);
    const { snapshotSteps, timeStep, dampingRate } = quench;
    if (quench.trajectories === 0) return;
    assert.ok(snapshotSteps.every((step, s) => step > (snapshotSteps[s - 1] ?? 0)), text);
    assert.ok(timeStep > 0 && dampingRate >= 0, text);
  });
  await fc.assert(property, tries(OPTIONS));
  assert.ok(accepted > OPTIONS / 50, `only ${accepted} were accepted`);
});

/** Whether a value has the keys of another, or some of them, and at each a value of the same type. */
function haveSameTypes(a: unknown, b: unknown): boolean {
  if (typeof a !== typeof b || a === null || Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.every((item) => haveSameTypes(item, b[0]));
  if (typeof a !== "object" || typeof b !== "object" || b === null) return true;
  const known = b as Record<string, unknown>;
  return Object.entries(a).every(([key, value]) =>
    Object.hasOwn(known, key) && haveSameTypes(value, known[key])
  );
}
