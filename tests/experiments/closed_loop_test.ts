import assert from "node:assert/strict";
import { workAroundLoop } from "../../experiments/shared/closed_loop.ts";

const Q = Float64Array.from({ length: 40 }, (_, i) => 3 * Math.cos(i * i));

Deno.test("a force with an energy does no work around a loop, though it exchanges much", async () => {
  // F = -dV/dQ of V = Σ log cosh Q_i + Σ Q_i Q_(i+1) / 5.
  const force = (Q: Float64Array) =>
    Promise.resolve(Q.map((q, i) => -Math.tanh(q) - (Q.at(i - 1)! + Q[(i + 1) % Q.length]) / 5));
  const { work, exchanged } = await workAroundLoop(Q, force, 0.1, 64);
  assert.ok(Math.abs(work) < 1e-13 * exchanged, `${work} of ${exchanged}`);
  assert.ok(exchanged > 0.1);
});

Deno.test("the work of a force that turns grows as the area, wherever the loop, and turns its sign with it", async () => {
  // The antisymmetric part of the matrix of a linear force alone does work, whatever the centre.
  const force = (Q: Float64Array) => Promise.resolve(Q.map((_, i) => Q.at(i - 1)!));
  const turned = (Q: Float64Array) => Promise.resolve(Q.map((_, i) => Q[(i + 1) % Q.length]));
  const { work } = await workAroundLoop(Q, force, 0.1, 16);
  assert.ok(Math.abs(work) > 1e-3);
  const others = [
    [await workAroundLoop(Q, force, 0.2, 16), 4],
    [await workAroundLoop(Q.map((q) => q + 7), force, 0.1, 48), 1],
    [await workAroundLoop(Q, turned, 0.1, 16), -1],
  ] as const;
  for (const [other, factor] of others) {
    assert.ok(Math.abs(other.work / work - factor) < 1e-9, `${other.work / work}, not ${factor}`);
  }
});
