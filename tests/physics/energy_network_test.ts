import assert from "node:assert/strict";
import { SquareLattice } from "../../lib/lattice/square_lattice.ts";
import type { Network } from "../../lib/networks/network.ts";
import { largestDifference } from "../electrons/matrices.ts";
import { loopWork } from "../networks/loop_work.ts";
import { slowDensity } from "../networks/slow_density.ts";
import {
  energyNetworks,
  fieldOf,
  loopOn,
  randomDisplacement,
  totalEnergyOf,
  totalForce,
  WIDTHS,
} from "../networks/total_forces.ts";

/** Double precision needs no room for the receptive field: a derivative is one on any lattice. */
const LATTICE = new SquareLattice(8);

function force(network: Network, Q: Float64Array): Float64Array {
  return totalForce(LATTICE, Q, slowDensity(network, LATTICE, fieldOf(Q)).densityMinusHalf);
}

function energy(network: Network, Q: Float64Array): number {
  return totalEnergyOf(LATTICE, Q, slowDensity(network, LATTICE, fieldOf(Q)).energy!);
}

for (const { name, network } of await energyNetworks()) {
  Deno.test(`${name}: in double precision the total force is minus the central difference of the total energy, to 1e-6`, () => {
    for (const width of WIDTHS) {
      const Q = randomDisplacement(LATTICE, width, 7);
      const sites = Array.from({ length: 8 }, (_, k) => 9 * k);
      const h = 1e-3;
      const differences = sites.map((i) => {
        const at = (by: number) => energy(network, Q.with(i, Q[i] + by));
        return -(8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
      });
      const forces = force(network, Q);
      const off = largestDifference(sites.map((i) => forces[i]), differences);
      console.log(`  sd ${width}: off by ${off.toExponential(1)}`);
      assert.ok(off <= 1e-6, `sd ${width}: off by ${off}`);
    }
  });

  Deno.test(`${name}: in double precision the work around a closed loop is zero, to 1e-9 of its parts`, async () => {
    for (const width of WIDTHS) {
      const work = await loopWork((Q) => force(network, Q), loopOn(LATTICE, width), 48);
      console.log(`  sd ${width}: ${work.toExponential(1)}`);
      assert.ok(work <= 1e-9, `sd ${width}: ${work}`);
    }
  });
}
