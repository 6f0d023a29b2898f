import { HolsteinModel } from "../../lib/holstein/holstein_model.ts";
import { PRESETS } from "../../lib/holstein/presets.ts";
import type { Lattice } from "../../lib/lattice/lattice.ts";
import type { Network } from "../../lib/networks/network.ts";
import { networkPresetNamed } from "../../lib/networks/presets.ts";
import { normals } from "../electrons/matrices.ts";
import type { Loop } from "./loop_work.ts";
import { shippedNetworks } from "./shipped.ts";
import { randomNetwork } from "./weights_files.ts";

const { model } = PRESETS.reference;

/** Standard deviations of x = gQ/t: the start of a quench, and well into one. */
export const WIDTHS = [18, 6];

/** A network for the density and what tests call it. */
export interface Named {
  /** Its name. */
  readonly name: string;
  /** The network. */
  readonly network: Network;
}

/** Networks for the density that come with the library, with an energy or without. */
export async function densityNetworks(withEnergy: boolean): Promise<Named[]> {
  return (await shippedNetworks()).filter(({ network: { architecture } }) =>
    architecture.target === "density" && (architecture.model === "energy-gnn") === withEnergy
  );
}

/** Networks for an energy that come with the library, and one with random weights. */
export async function energyNetworks(): Promise<Named[]> {
  const network = randomNetwork(networkPresetNamed("energy-gnn", "compact").architecture);
  const random = { name: "energy-gnn compact, random weights", network };
  return [random, ...await densityNetworks(true)];
}

/** x = gQ/t at the reference preset. */
export function fieldOf(Q: Float64Array): Float64Array {
  return Q.map((q) => model.g * q / model.t);
}

/** A displacement Q with a field gQ/t of this standard deviation. */
export function randomDisplacement({ sites }: Lattice, width: number, seed: number): Float64Array {
  return normals(sites, seed).map((z) => width * model.t * z / model.g);
}

/** Total forces at the reference preset of densities less 1/2. */
export function totalForce(lattice: Lattice, Q: Float64Array, densityMinusHalf: Float64Array) {
  return new HolsteinModel(lattice, model).force(Q, densityMinusHalf.map((n) => n + 0.5));
}

/** Total energy at the reference preset for Ω_el/t, the even part as networks give it. */
export function totalEnergyOf(lattice: Lattice, Q: Float64Array, electronic: number): number {
  return model.t * electronic + new HolsteinModel(lattice, model).elasticEnergy(Q);
}

/** A loop about a random configuration, narrower than the field changes over. */
export function loopOn(lattice: Lattice, width: number): Loop {
  const [u, v] = [2, 3].map((seed) => normals(lattice.sites, seed).map((z) => 0.05 * z));
  return { centre: randomDisplacement(lattice, width, 1), u, v };
}
