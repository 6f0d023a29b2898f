import assert from "node:assert/strict";
import { CavityEmbedding } from "../../lib/electrons/cavity_embedding.ts";
import { CavitySolver } from "../../lib/electrons/cavity_solver.ts";
import { ParameterError, ShapeError } from "../../lib/errors.ts";
import { transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { electrons, largestDifference, normals } from "./matrices.ts";

const lattice = new SquareLattice(12);
const embedding = new CavityEmbedding(lattice, { hopping: 1, temperature: 0.1, poles: 4 });
const { channels } = embedding;
const potential = normals(144, 1).map((v) => 5 * v);

/** One channel as a field. */
const channel = (features: Float32Array, c: number) =>
  Float64Array.from({ length: 144 }, (_, i) => features[channels * i + c]);

Deno.test("the density is the cavity solver's, whatever the pole set", async () => {
  const { density } = await new CavitySolver(electrons(lattice)).solve(potential);
  assert.ok(largestDifference(embedding.embed(potential).density, density) < 4e-6);
});

Deno.test("under v → -v every channel has the parity that is stated, and n - 1/2 is odd", () => {
  assert.equal(channels, 16);
  const here = embedding.embed(potential), there = embedding.embed(potential.map((v) => -v));
  assert.deepEqual(embedding.parity.slice(0, 4), [-1, 1, -1, 1]);
  for (let c = 0; c < channels; c++) {
    const values = channel(here.features, c);
    assert.ok(values.some((x) => Math.abs(x) > 1e-4), `channel ${c} is empty`);
    const off = largestDifference(
      channel(there.features, c).map((x) => embedding.parity[c] * x),
      values,
    );
    assert.ok(off < 3e-6, `channel ${c}: ${off}`);
  }
  assert.ok(largestDifference(there.density, here.density.map((n) => 1 - n)) < 5e-6);
});

Deno.test("channels turn and mirror with the potential", () => {
  const { features } = embedding.embed(potential);
  for (let g = 1; g < 8; g++) {
    const moved = embedding.embed(transformField(lattice, potential, g)).features;
    for (let c = 0; c < channels; c++) {
      const expected = transformField(lattice, channel(features, c), g);
      assert.ok(largestDifference(channel(moved, c), expected) < 3e-6, `${g}, channel ${c}`);
    }
  }
});

Deno.test("a far site's channels are those of a single level: T w/(v + i y T)", () => {
  const one = new Float64Array(144).fill(40).with(30, -150);
  const { features } = embedding.embed(one);
  const [re, im] = [0, 1].map((c) => channel(features, c)[30]);
  // y = π and w = 2, but for what the hopping does: of the order of (t/v)².
  assert.ok(Math.abs(re - 0.2 * -150 / (150 ** 2 + 0.1)) < 1e-5);
  assert.ok(Math.abs(im + 0.2 * 0.1 * Math.PI / 150 ** 2) < 1e-7);
});

Deno.test("features go where they are wanted, and the same in bits", () => {
  const target = new Float32Array(144 * channels);
  const { features } = embedding.embed(potential, target);
  assert.equal(features, target);
  assert.deepEqual(embedding.embed(potential).features, target);
});

Deno.test("what does not fit is refused in one line", () => {
  const make = (options: { poles?: number; temperature?: number; largestPotential?: number }) =>
    new CavityEmbedding(lattice, { hopping: 1, temperature: 0.1, poles: 3, ...options });
  for (const poles of [-1, 1.5, 40]) assert.throws(() => make({ poles }), ParameterError);
  assert.throws(() => make({ temperature: 0 }), ParameterError);
  assert.throws(() => make({ largestPotential: -1 }), ParameterError);
  assert.throws(() => embedding.embed(new Float64Array(143)), ShapeError);
  assert.throws(() => embedding.embed(potential, new Float32Array(3)), ShapeError);
  assert.throws(() => embedding.embed(potential.with(7, NaN)), ParameterError);
  assert.throws(() => embedding.embed(potential.with(7, 201)), /201 t at site 7.*at most 200 t/);
});
