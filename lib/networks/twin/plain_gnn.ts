import type { Lattice } from "../../lattice/lattice.ts";
import type { GnnArchitecture } from "../architecture.ts";
import type { PlainParameters } from "./plain_parameters.ts";
import { scalarActivation } from "./scalar_activation.ts";
import {
  aggregateSites,
  apply,
  everySite,
  plus,
  shellSites,
  type SiteFeatures,
  withBias,
} from "./site_features.ts";

/** Eqs. (15)-(17) in double precision: features of each site to one number a site. */
export function plainGnn(
  { channels, shells, aggregation, activation }: GnnArchitecture,
  parameters: PlainParameters,
  lattice: Lattice,
  features: SiteFeatures,
): SiteFeatures {
  const sigma = scalarActivation(activation).value;
  const sources = (["neighbours", "diagonals"] as const).slice(0, shells);
  const around = sources.map((source) => shellSites(lattice, source));
  let V = features;
  for (let l = 0; l <= channels.length; l++) {
    const layer = `layers.${l}`;
    const gathered = around.map((shell) => aggregateSites(V, shell, aggregation));
    V = everySite(V, (v, i) => {
      let message = apply(parameters, `${layer}.self.weight`, v);
      sources.forEach((source, s) => {
        const part = apply(parameters, `${layer}.${source}.weight`, gathered[s][i]);
        message = plus(message, part);
      });
      message = withBias(parameters, `${layer}.bias`, message);
      return l < channels.length ? message.map(sigma) : message;
    });
  }
  return V;
}
