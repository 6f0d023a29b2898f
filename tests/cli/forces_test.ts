import assert from "node:assert/strict";
import { join } from "node:path";
import { encodeNpy, encodeTextFrame, readNpyField } from "../../mod.ts";
import reference from "../data/holstein_ed.json" with { type: "json" };
import { inTemporaryFolder, nearsight } from "./nearsight.ts";

const { t, g, k, kappa } = reference.model;
const MODEL = ["--t", t, "--g", g, "--k", k, "--kappa", kappa].map(String);

type Case = typeof reference.cases[number];

function electronOptions({ temperature, ensemble }: Case): string[] {
  return ["--temperature", String(temperature), "--ensemble", ensemble];
}

/** Runs a check on every item, four processes side by side. */
async function fourAtATime<T>(items: readonly T[], check: (item: T) => Promise<void>) {
  const queue = items.values();
  await Promise.all(Array.from({ length: 4 }, async () => {
    for (const item of queue) await check(item);
  }));
}

const maxDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

const CASES = reference.cases;

for (const method of ["ed", "exact"]) {
  Deno.test(`forces --method ${method}: JSON in and out agrees with LAPACK to 1e-9 in all ${CASES.length} cases`, () =>
    inTemporaryFolder(async (folder) => {
      await fourAtATime(CASES, async (expected) => {
        const input = join(folder, `${expected.name}.json`);
        const output = join(folder, `${expected.name}-out.json`);
        const { width, height, Q } = expected;
        await Deno.writeTextFile(input, JSON.stringify({ width, height, Q }));
        const result = await nearsight(
          ["forces", "--input", input, "--output", output, "--method", method, "--workers", "1"]
            .concat(MODEL, electronOptions(expected)),
        );
        assert.equal(result.code, 0, result.stderr);
        const found = JSON.parse(await Deno.readTextFile(output));
        assert.deepEqual([found.width, found.height], [width, height]);
        assert.ok(maxDifference(found.force, expected.force) < 1e-9, expected.name);
        assert.ok(maxDifference(found.density, expected.density) < 1e-9, expected.name);
        const tolerance = method === "ed" ? 1e-9 : 1e-8;
        const free = expected.ensemble === "canonical"
          ? expected.helmholtzFreeEnergy
          : expected.grandPotential;
        assert.ok(Math.abs(found.energy - free) < tolerance, expected.name);
        assert.ok(Math.abs(found.internalEnergy - expected.internalEnergy) < tolerance);
        assert.ok(
          Math.abs(found.helmholtzFreeEnergy - expected.helmholtzFreeEnergy) < tolerance,
        );
      });
    }));
}

Deno.test("forces: npy in, npy out with a JSON beside it, the same numbers as JSON", () =>
  inTemporaryFolder(async (folder) => {
    const [{ width, height, Q, force, density, chemicalPotential, ...expected }] = CASES;
    const input = join(folder, "Q.npy");
    const data = Float64Array.from(Q);
    await Deno.writeFile(input, encodeNpy({ dtype: "<f8", shape: [height, width], data }));
    const output = join(folder, "F.npy");
    const result = await nearsight(
      ["forces", "--input", input, "--output", output].concat(
        MODEL,
        electronOptions({ ...CASES[0] }),
      ),
    );
    assert.equal(result.code, 0, result.stderr);
    const field = readNpyField(await Deno.readFile(output), output);
    assert.deepEqual([field.width, field.height], [width, height]);
    assert.ok(maxDifference(field.values, force) < 1e-9);
    const rest = JSON.parse(await Deno.readTextFile(join(folder, "F.json")));
    assert.ok(maxDifference(rest.density, density) < 1e-9);
    assert.ok(Math.abs(rest.chemicalPotential - chemicalPotential) < 1e-9);
    assert.ok(Math.abs(rest.grandPotential - expected.grandPotential) < 1e-8);
    assert.equal(rest.force, undefined);
  }));

Deno.test("forces: a frame of plain text gives the forces of its Q, and is told how far its own F is", () =>
  inTemporaryFolder(async (folder) => {
    const expected = CASES.find(({ width, height }) => width !== height) ?? CASES[0];
    const { width, height } = expected;
    const [Q, density] = [expected.Q, expected.density].map((c) => Float64Array.from(c));
    // One force is wrong, by a known amount.
    const force = Float64Array.from(expected.force, (f, i) => i === 5 ? f + 0.25 : f);
    const input = join(folder, "c100.dat");
    await Deno.writeTextFile(input, encodeTextFrame({ Q, force, density }));
    const output = join(folder, "F.json");
    const result = await nearsight(
      ["forces", "--input", input, "--output", output, "--width", String(width)]
        .concat(MODEL, electronOptions(expected)),
    );
    assert.equal(result.code, 0, result.stderr);
    const found = JSON.parse(await Deno.readTextFile(output));
    assert.deepEqual([found.width, found.height], [width, height]);
    assert.ok(maxDifference(found.force, expected.force) < 1e-9);
    const rms = 0.25 / Math.sqrt(width * height);
    assert.ok(
      result.stdout.includes(`rms ${rms.toPrecision(3)}, largest 0.250 at site 5`),
      result.stdout,
    );
  }));

Deno.test("paths are taken relative to the folder in which deno task was typed", () =>
  inTemporaryFolder(async (folder) => {
    const { width, height, Q } = CASES[0];
    await Deno.writeTextFile(join(folder, "Q.json"), JSON.stringify({ width, height, Q }));
    const result = await nearsight(["forces", "--input", "Q.json", "--output", "F.json"], {
      env: { INIT_CWD: folder },
    });
    assert.equal(result.code, 0, result.stderr);
    assert.ok((await Deno.stat(join(folder, "F.json"))).isFile);
  }));
