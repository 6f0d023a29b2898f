import type { MlpArchitecture } from "../architecture.ts";
import type { PlainParameters } from "./plain_parameters.ts";
import { scalarActivation } from "./scalar_activation.ts";
import { apply, everySite, type SiteFeatures, withBias } from "./site_features.ts";

/** Eqs. (11)-(12) in double precision: 45 features a site to one number a site. */
export function plainMlp(
  { hidden, activation }: MlpArchitecture,
  parameters: PlainParameters,
  features: SiteFeatures,
): SiteFeatures {
  const sigma = scalarActivation(activation).value;
  return everySite(features, (input) => {
    let x = input;
    for (let l = 0; l <= hidden.length; l++) {
      x = withBias(parameters, `layers.${l}.bias`, apply(parameters, `layers.${l}.weight`, x));
      if (l < hidden.length) x = x.map(sigma);
    }
    return x;
  });
}
