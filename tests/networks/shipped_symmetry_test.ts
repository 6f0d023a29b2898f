import assert from "node:assert/strict";
import { CounterRng } from "../../lib/random/counter_rng.ts";
import type { ForceField } from "../../lib/forcefields/force_field.ts";
import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import { D4, transformField } from "../../lib/lattice/d4.ts";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { translateField } from "../../lib/lattice/translation.ts";
import { receptiveFieldRadius } from "../../lib/networks/receptive_field.ts";
import { largestDifference } from "../electrons/matrices.ts";
import { squareSpec, withForceField } from "../forcefields/holstein_fields.ts";
import { availableNetworkBackends } from "./backends.ts";
import { rms } from "./networks.ts";
import { type Shipped, shippedNetworks } from "./shipped.ts";
import { slowDensity } from "./slow_density.ts";

const { model, initialDisplacement } = PRESETS.reference;
const BACKENDS = await availableNetworkBackends();
/** Largest error of a force in units of rms(kQ). */
const BOUND = 1e-5;
const OFFSETS = [[1, 0], [0, 1], [-3, 4]] as const;

/** Wide-random displacements, as at the start of a quench. */
function wide({ sites }: SquareLattice, seed: number): Float64Array {
  return new CounterRng(seed, "initialDisplacement").normals(sites)
    .map((z) => initialDisplacement * z);
}

/** The narrowest lattice of even side that a network accepts, and not below 12. */
function latticeFor({ network: { architecture } }: Shipped): SquareLattice {
  return new SquareLattice(Math.max(12, 2 * receptiveFieldRadius(architecture) + 2));
}

/** Uses the force field of shipped weights. */
async function withShipped(
  { name, network: { architecture, conditions } }: Shipped,
  { width, height }: SquareLattice,
  backend: string,
  use: (field: ForceField) => Promise<void>,
): Promise<void> {
  const spec = squareSpec(width, height, {
    method: architecture.model,
    weights: { source: name },
    temperature: conditions.temperature * model.t,
    backend,
  });
  await withForceField(spec, use);
}

/** The moves of the lattice onto itself that are tried. */
function movesOf(lattice: SquareLattice): Map<string, (field: Float64Array) => Float64Array> {
  return new Map([
    ...D4.slice(1).map(({ name }, k) =>
      [name, (field: Float64Array) => transformField(lattice, field, k + 1)] as const
    ),
    ...OFFSETS.map((offset) =>
      [`shift ${offset}`, (field: Float64Array) => translateField(lattice, field, offset)] as const
    ),
  ]);
}

for (const shipped of await shippedNetworks()) {
  const { name, network } = shipped;
  const { architecture } = network;
  const lattice = latticeFor(shipped);

  Deno.test(`${name} on wasm: forces move, turn and mirror with Q, to 1e-5 of rms(kQ)`, () =>
    withShipped(shipped, lattice, "wasm", async (field) => {
      let worst = 0;
      for (const seed of [1, 2, 3, 4, 5]) {
        const Q = wide(lattice, seed), size = model.k * rms(Q);
        const { force } = await field.evaluate(Q);
        for (const [move, moved] of movesOf(lattice)) {
          const found = (await field.evaluate(moved(Q))).force;
          const off = largestDifference(found, moved(force)) / size;
          worst = Math.max(worst, off);
          assert.ok(off <= BOUND, `${move}: off by ${off} rms(kQ)`);
        }
      }
      console.log(`  off by at most ${worst.toExponential(1)} rms(kQ)`);
    }));

  Deno.test(`${name} in double precision: forces move, turn and mirror with Q, to 1e-11 of rms(kQ)`, () => {
    const small = new SquareLattice(8);
    const holstein = new HolsteinModel(small, model);
    const force = (Q: Float64Array) => {
      if (architecture.target === "force") return slowDensity(network, small, Q).densityMinusHalf;
      const { densityMinusHalf } = slowDensity(network, small, Q.map((q) => model.g * q / model.t));
      return holstein.force(Q, densityMinusHalf.map((n) => n + 0.5));
    };
    const Q = wide(small, 6), size = model.k * rms(Q);
    const before = force(Q);
    const moves = movesOf(small);
    // A quarter turn, a mirror and a shift: the others are made of such.
    const chosen = [D4[1].name, D4[4].name, `shift ${OFFSETS[2]}`];
    let worst = 0;
    for (const move of chosen) {
      const moved = moves.get(move)!;
      worst = Math.max(worst, largestDifference(force(moved(Q)), moved(before)) / size);
    }
    console.log(`  off by at most ${worst.toExponential(1)} rms(kQ)`);
    assert.ok(worst <= 1e-11, `off by ${worst} rms(kQ)`);
  });

  if (architecture.model !== "mlp" && architecture.particleHole === "exact") {
    Deno.test(`${name} on wasm: F(-Q) = -F(Q), to 1e-5 of rms(kQ)`, () =>
      withShipped(shipped, lattice, "wasm", async (field) => {
        const Q = wide(lattice, 7);
        const { force } = await field.evaluate(Q);
        const mirrored = (await field.evaluate(Q.map((q) => -q))).force;
        const off = largestDifference(mirrored.map((f) => -f), force) / (model.k * rms(Q));
        assert.ok(off <= BOUND, `off by ${off} rms(kQ)`);
      }));
  }

  Deno.test(`${name}: every backend's forces are those of double precision, to 1e-5 of rms(kQ)`, async () => {
    const Q = wide(lattice, 8), size = model.k * rms(Q);
    const onForce = architecture.target === "force";
    const { densityMinusHalf: values } = slowDensity(
      network,
      lattice,
      onForce ? Q : Q.map((q) => model.g * q / model.t),
    );
    const expected = onForce
      ? values
      : new HolsteinModel(lattice, model).force(Q, values.map((n) => n + 0.5));
    for (const backend of BACKENDS) {
      await withShipped(shipped, lattice, backend, async (field) => {
        const off = largestDifference((await field.evaluate(Q)).force, expected) / size;
        console.log(`  ${backend}: off by ${off.toExponential(1)} rms(kQ)`);
        assert.ok(off <= BOUND, `${backend}: off by ${off} rms(kQ)`);
      });
    }
  });
}
