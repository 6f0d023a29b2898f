import assert from "node:assert/strict";
import { largestDifference, normals } from "../electrons/matrices.ts";
import { squareSpec, withForceField } from "./holstein_fields.ts";

const SIDE = 16;
const WIDE = normals(SIDE * SIDE, 3).map((q) => 5.27 * q);

/** Root mean square difference. */
function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0) / a.length);
}

async function evaluate(method: string, ensemble: "grand-canonical" | "canonical", Q = WIDE) {
  return await withForceField(squareSpec(SIDE, SIDE, { method, ensemble }), (f) => f.evaluate(Q));
}

for (const ensemble of ["grand-canonical", "canonical"] as const) {
  Deno.test(`window, ${ensemble}: forces come within 1e-3 of exact ones, closer than the cavity method's`, async () => {
    const exact = await evaluate("exact", ensemble);
    const window = await evaluate("window", ensemble);
    const cavity = await evaluate("cavity", ensemble);
    const error = distance(window.force, exact.force);
    assert.ok(error < 1e-3 && error < distance(cavity.force, exact.force) / 3, `${error}`);
    assert.equal(window.energy, undefined);
    if (ensemble === "grand-canonical") return;
    const electrons = window.density.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(electrons - SIDE * SIDE / 2) < 1e-4 * SIDE * SIDE);
  });
}

Deno.test("window: F(-Q) = -F(Q) to single precision", async () => {
  const here = await evaluate("window", "grand-canonical");
  const there = await evaluate("window", "grand-canonical", WIDE.map((q) => -q));
  assert.ok(largestDifference(there.force, here.force.map((F) => -F)) < 2e-5);
});
