import type { Aggregation } from "../architecture.ts";
import type { PlainParameters } from "./plain_parameters.ts";
import type { ScalarActivation } from "./scalar_activation.ts";
import {
  aggregateSites,
  apply,
  applyTransposed,
  everySite,
  plus,
  type SiteFeatures,
  withBias,
} from "./site_features.ts";

/** What messages need besides the features. */
export interface MessageContext {
  /** All parameters of the network. */
  readonly parameters: PlainParameters;
  /** The four neighbours of each site. */
  readonly neighbours: readonly (readonly number[])[];
  /** How they are combined. */
  readonly aggregation: Aggregation;
  /** σ and its derivative. */
  readonly sigma: ScalarActivation;
}

/** The messages of Eq. (19) and the way back of a gradient with respect to them. */
export interface Messages {
  /** M_i, one array a site. */
  readonly M: SiteFeatures;
  /** The gradient in V for a gradient in M. */
  readonly backward: (dM: SiteFeatures) => SiteFeatures;
}

/** M_i = W_self σ(A V_i + a) + W_NN ⊕_j σ(B V_j + b), with its gradient. */
export function plainMessages(context: MessageContext, block: string, V: SiteFeatures): Messages {
  const { parameters, neighbours, aggregation, sigma } = context;
  const preactivations = (source: string) =>
    everySite(V, (v) => {
      const layer = `${block}.${source}.hidden`;
      return withBias(parameters, `${layer}.bias`, apply(parameters, `${layer}.weight`, v));
    });
  const own = preactivations("self");
  const theirs = preactivations("neighbours");
  const activated = (z: SiteFeatures) => everySite(z, (value) => value.map(sigma.value));
  const gathered = aggregateSites(activated(theirs), neighbours, aggregation);
  const M = everySite(
    activated(own),
    (h, i) =>
      plus(
        apply(parameters, `${block}.self.weight`, h),
        apply(parameters, `${block}.neighbours.weight`, gathered[i]),
      ),
  );
  /** From a gradient in the activated features of one source back to V. */
  const through = (source: string, z: SiteFeatures, dh: SiteFeatures) =>
    everySite(dh, (gradient, i) => {
      const dz = gradient.map((value, c) => value * sigma.slope(z[i][c]));
      return applyTransposed(parameters, `${block}.${source}.hidden.weight`, dz);
    });
  const backward = (dM: SiteFeatures): SiteFeatures => {
    const dOwn = everySite(dM, (d) => applyTransposed(parameters, `${block}.self.weight`, d));
    const dGathered = everySite(
      dM,
      (d) => applyTransposed(parameters, `${block}.neighbours.weight`, d),
    );
    // j is a neighbour of i where i is one of j: the transpose of the aggregation is itself.
    const dTheirs = aggregateSites(dGathered, neighbours, aggregation);
    const fromTheirs = through("neighbours", theirs, dTheirs);
    return everySite(through("self", own, dOwn), (d, i) => plus(d, fromTheirs[i]));
  };
  return { M, backward };
}
