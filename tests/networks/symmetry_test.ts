import assert from "node:assert/strict";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import type { Architecture } from "../../lib/networks/architecture.ts";
import { makeRunner } from "../../lib/networks/make_runner.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { embeddingParity } from "../../lib/networks/embedding_channels.ts";
import { embeddingFor } from "../../lib/networks/site_embedding.ts";
import { plainNetwork } from "../../lib/networks/twin/plain_network.ts";
import {
  ARCHITECTURES,
  largestDifference,
  randomFeatures,
  randomParameters,
  rms,
} from "./networks.ts";

const LATTICE = new SquareLattice(12);

/** The network on the backend `cpu` as a function of the field. */
async function fieldFunction(architecture: Architecture) {
  const parameters = randomParameters(architecture, 8);
  const embedding = embeddingFor(architecture, LATTICE, 0.1);
  const runner = await makeRunner(architecture, parameters, LATTICE, "tfjs-cpu");
  const values = async (field: Float64Array): Promise<Float64Array> =>
    (await runner.run(embedding.embed(field).features)).values;
  return { values, close: () => runner.close() };
}

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  Deno.test(`${name}: the answer moves, turns and mirrors with the field`, async () => {
    const { values, close } = await fieldFunction(architecture);
    const field = Float64Array.from(randomFeatures(LATTICE.sites, 9));
    const answer = await values(field);
    const bound = 1e-5 * rms(answer);
    for (const offset of [[1, 0], [0, 5], [-3, 4]] as const) {
      const moved = await values(translateField(LATTICE, field, offset));
      assert.ok(largestDifference(moved, translateField(LATTICE, answer, offset)) <= bound);
    }
    for (let g = 1; g < D4.length; g++) {
      const turned = await values(transformField(LATTICE, field, g));
      const error = largestDifference(turned, transformField(LATTICE, answer, g));
      assert.ok(error <= bound, `${D4[g].name}: ${error}`);
    }
    close();
  });
}

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  if (architecture.model === "mlp" || architecture.particleHole !== "exact") continue;
  Deno.test(`${name}: particles and holes are exchanged exactly`, async () => {
    const parity = architecture.model === "gnn" ? embeddingParity(architecture.embedding) : [-1];
    const runner = await makeRunner(
      architecture,
      randomParameters(architecture, 1),
      LATTICE,
      "tfjs-cpu",
    );
    const features = randomFeatures(LATTICE.sites * parity.length, 2);
    const mirrored = features.map((value, k) => value * parity[k % parity.length]);
    const one = await runner.run(features);
    const other = await runner.run(mirrored);
    runner.close();
    assert.ok(rms(one.values) > 1e-3);
    assert.ok(largestDifference(one.values, other.values.map((v) => -v)) <= 1e-6 * rms(one.values));
    if (one.energies === undefined) return;
    const size = rms(one.energies);
    assert.ok(largestDifference(one.energies, other.energies!) <= 1e-6 * size);
  });
}

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  if (architecture.model !== "energy-gnn") continue;
  Deno.test(`${name}: the twin's answer is minus the central difference of its energy`, () => {
    const lattice = new SquareLattice(6, 4);
    const parameters = randomParameters(architecture, 8);
    const field = Float64Array.from(randomFeatures(lattice.sites, 9));
    const energy = (x: Float64Array) =>
      plainNetwork(architecture, parameters, lattice, x).energies!.reduce((a, b) => a + b);
    const h = 1e-5;
    const moved = (i: number, by: number) => energy(field.map((x, j) => j === i ? x + by : x));
    const difference = field.map((_, i) => (moved(i, -h) - moved(i, h)) / (2 * h));
    const { values } = plainNetwork(architecture, parameters, lattice, field);
    assert.ok(rms(values) > 1e-3);
    assert.ok(largestDifference(values, difference) <= 1e-6 * rms(values));
  });
}

/** Work around a circle in configuration space, relative to the sum of its parts' sizes. */
function closedLoopWork(architecture: Architecture): number {
  const lattice = new SquareLattice(10);
  const parameters = randomParameters(architecture, 1);
  const [centre, u, v] = [2, 3, 4].map((seed) =>
    Float64Array.from(randomFeatures(lattice.sites, seed))
  );
  // Summed by the midpoint rule, which converges exponentially on a smooth periodic integrand.
  const [points, radius] = [64, 0.01];
  const powers = Array.from({ length: points }, (_, k) => {
    const angle = 2 * Math.PI * k / points;
    const [c, s] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    const x = centre.map((value, i) => value + c * u[i] + s * v[i]);
    const { values } = plainNetwork(architecture, parameters, lattice, x);
    return values.reduce((sum, value, i) => sum + value * (c * v[i] - s * u[i]), 0);
  });
  const sum = (terms: number[]) => terms.reduce((a, b) => a + b);
  return Math.abs(sum(powers)) / sum(powers.map(Math.abs));
}

for (const [name, architecture] of Object.entries(ARCHITECTURES)) {
  if (architecture.model !== "energy-gnn") continue;
  Deno.test(`${name}: the work around a closed loop is zero`, () => {
    const work = closedLoopWork(architecture);
    assert.ok(work <= 1e-12, `${work}`);
  });
}

Deno.test("a direct GNN does work around a closed loop", () => {
  const { architecture } = networkPresetNamed("gnn", "raw");
  const work = closedLoopWork(architecture);
  assert.ok(work >= 1e-5, `${work}`);
});
