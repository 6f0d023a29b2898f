import assert from "node:assert/strict";
import { join } from "node:path";
import { type QuenchConfig, quenchConfig, readQuenchConfig } from "../../mod.ts";
import { bentJson, tries } from "./bent.ts";
import { fc } from "./fast_check.ts";
import { nearsightHere, requireDoneOrRefused } from "./in_process.ts";
import { inMemoryFolder } from "./memory_folder.ts";

const CASES = 400;
const CONFIG = quenchConfig({ width: 4, steps: 2, saveEvery: 1, observeEvery: 1 });

Deno.test(`a bent config.json is refused in one line and nothing is written, or it is run as it says (${CASES} cases)`, async () => {
  let run = 0;
  const property = fc.asyncProperty(
    bentJson(CONFIG),
    (text) =>
      inMemoryFolder(async (folder) => {
        const path = join(folder, "config.json");
        await Deno.writeTextFile(path, text);
        const output = join(folder, "run");
        const answer = await nearsightHere([
          ...["quench", "--config", path, "--output", output, "--steps", "2", "--workers", "1"],
          ...["--no-figures", "--records", join(folder, "records.jsonl")],
        ]);
        const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
        if (!requireDoneOrRefused(answer, text) && !names.includes("run")) return;
        // It was run, to its end or until numbers left their range: nothing else may leave a folder.
        run++;
        assert.match(answer.lines.at(-1) ?? "", /step|spectrum/, text);
        const kept = await readQuenchConfig(join(output, "config.json"));
        assert.deepEqual(kept, { ...JSON.parse(text), steps: 2 });
        requireInRange(kept);
      }),
  );
  await fc.assert(property, tries(CASES));
  assert.ok(run > CASES / 50, `only ${run} were accepted: nothing is learnt of those`);
});

function requireInRange({ model: { t, k, kappa, mass }, lattice, ...rest }: QuenchConfig): void {
  const { temperature, timeStep, saveEvery, observeEvery } = rest;
  const positive = { t, k, mass, temperature, timeStep, saveEvery, observeEvery };
  for (const [name, value] of Object.entries(positive)) assert.ok(value > 0, `${name} ${value}`);
  const { dampingRate, initialDisplacement, initialVelocity, seed, trajectory } = rest;
  const notNegative = { dampingRate, initialDisplacement, initialVelocity, seed, trajectory };
  for (const [name, value] of Object.entries(notNegative)) {
    assert.ok(value >= 0, `${name} ${value}`);
  }
  assert.ok(k > 4 * Math.abs(kappa), `${k} ${kappa}`);
  assert.ok(lattice.width % 2 === 0 && lattice.height % 2 === 0);
}
