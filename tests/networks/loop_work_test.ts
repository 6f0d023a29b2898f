import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import { DensityModel } from "../../lib/networks/density_model.ts";
import type { Network } from "../../lib/networks/network.ts";
import { loopWork } from "./loop_work.ts";
import { slowDensity } from "./slow_density.ts";
import {
  densityNetworks,
  energyNetworks,
  fieldOf,
  loopOn,
  randomDisplacement,
  totalForce,
  WIDTHS,
} from "./total_forces.ts";

/** Wide enough for the receptive field of every network here. */
const LATTICE = new SquareLattice(20);

/** Work of a network's total forces on wasm, in single precision, around a closed loop. */
async function workOf(network: Network, width: number): Promise<number> {
  const model = await DensityModel.create(network, LATTICE, { backend: "wasm" });
  const force = async (Q: Float64Array) =>
    totalForce(LATTICE, Q, await model.densityMinusHalf(fieldOf(Q)));
  const work = await loopWork(force, loopOn(LATTICE, width), 64);
  model.close();
  return work;
}

for (const { name, network } of await energyNetworks()) {
  Deno.test(`${name}, on wasm: the work around a closed loop is zero to its rounding, 1e-8 of its parts`, async () => {
    for (const width of WIDTHS) {
      const work = await workOf(network, width);
      console.log(`  sd ${width}: ${work.toExponential(1)}`);
      assert.ok(work <= 1e-8, `sd ${width}: ${work}`);
    }
  });

  Deno.test(`${name}, on wasm: the energy is that of double precision, to 2e-6 t a site`, async () => {
    const model = await DensityModel.create(network, LATTICE, { backend: "wasm" });
    for (const width of WIDTHS) {
      const x = fieldOf(randomDisplacement(LATTICE, width, 5));
      const { energy } = await model.predict(x);
      const off = Math.abs(energy! - slowDensity(network, LATTICE, x).energy!) / LATTICE.sites;
      console.log(`  sd ${width}: off by ${off.toExponential(1)} t a site`);
      assert.ok(off <= 2e-6, `sd ${width}: off by ${off} t a site`);
    }
    model.close();
  });
}

for (const { name, network } of await densityNetworks(false)) {
  Deno.test(`${name}, a direct network on wasm, does work around a closed loop: ten times what rounding leaves, 1e-7 of its parts, and more`, async () => {
    const [wide, narrow] = [await workOf(network, 18), await workOf(network, 6)];
    console.log(`  sd 18: ${wide.toExponential(1)}, sd 6: ${narrow.toExponential(1)}`);
    assert.ok(narrow >= 1e-7, `${narrow}`);
  });
}
