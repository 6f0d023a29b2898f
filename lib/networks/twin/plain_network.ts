import type { Lattice } from "../../lattice/lattice.ts";
import type { Architecture } from "../architecture.ts";
import { embeddingParity } from "../embedding_channels.ts";
import type { NetworkOutput } from "../network_output.ts";
import type { PlainParameters } from "./plain_parameters.ts";
import { plainEnergyGnn } from "./plain_energy_gnn.ts";
import { plainGnn } from "./plain_gnn.ts";
import { plainMlp } from "./plain_mlp.ts";
import { everySite, type SiteFeatures, toSites } from "./site_features.ts";

/**
 * The network in double precision and plain loops: what the fast implementations must agree with.
 *
 * @param features of one lattice, shape [N, features]
 */
export function plainNetwork(
  architecture: Architecture,
  parameters: PlainParameters,
  lattice: Lattice,
  features: ArrayLike<number>,
): NetworkOutput {
  const sites = toSites(features, lattice.sites);
  const at = (input: SiteFeatures) => scaled(architecture, parameters, lattice, input);
  if (architecture.model === "mlp" || architecture.particleHole === "learned") return at(sites);
  const isEnergy = architecture.model === "energy-gnn";
  const parity = isEnergy ? [-1] : embeddingParity(architecture.embedding);
  const plus = at(sites);
  const minus = at(everySite(sites, (v) => v.map((value, a) => parity[a] * value)));
  // Densities and forces are odd; the energy that an energy network adds up is even.
  const values = plus.values.map((value, i) => (value - minus.values[i]) / 2);
  return isEnergy
    ? { values, energies: plus.energies!.map((e, i) => (e + minus.energies![i]) / 2) }
    : { values };
}

function scaled(
  architecture: Architecture,
  parameters: PlainParameters,
  lattice: Lattice,
  sites: SiteFeatures,
): NetworkOutput {
  const [shift, scale] = ["input.shift", "input.scale"].map((name) => parameters.get(name)!);
  const normal = everySite(sites, (v) => v.map((value, a) => (value - shift[a]) / scale[a]));
  const factor = parameters.get("output.scale")![0];
  const numbers = (V: SiteFeatures, by: number) => Float64Array.from(V, ([value]) => by * value);
  switch (architecture.model) {
    case "mlp":
      return { values: numbers(plainMlp(architecture, parameters, normal), factor) };
    case "gnn":
      return { values: numbers(plainGnn(architecture, parameters, lattice, normal), factor) };
    case "energy-gnn": {
      const { energies, gradient } = plainEnergyGnn(architecture, parameters, lattice, normal);
      return {
        values: numbers(gradient, -factor / scale[0]),
        energies: numbers(energies, factor),
      };
    }
  }
}
