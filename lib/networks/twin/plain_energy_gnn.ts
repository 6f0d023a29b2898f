import type { Lattice } from "../../lattice/lattice.ts";
import type { EnergyGnnArchitecture } from "../architecture.ts";
import type { PlainParameters } from "./plain_parameters.ts";
import { normalise, normaliseBackward } from "./plain_layer_norm.ts";
import { type MessageContext, plainMessages } from "./plain_messages.ts";
import { scalarActivation } from "./scalar_activation.ts";
import {
  apply,
  applyTransposed,
  everySite,
  plus,
  shellSites,
  type SiteFeatures,
  withBias,
} from "./site_features.ts";

/** Local energies and the gradient of their sum. */
export interface PlainEnergy {
  /** ε_i, one number a site. */
  readonly energies: SiteFeatures;
  /** ∂(Σ ε)/∂x_i, one number a site. */
  readonly gradient: SiteFeatures;
}

/** A part of the network: its output, and the gradient in its input for one in its output. */
interface Stage {
  readonly output: SiteFeatures;
  readonly backward: (d: SiteFeatures) => SiteFeatures;
}

/** Eqs. (19)-(22) in double precision, differentiated by hand: the chain rule stage by stage. */
export function plainEnergyGnn(
  { channels, aggregation, activation }: EnergyGnnArchitecture,
  parameters: PlainParameters,
  lattice: Lattice,
  field: SiteFeatures,
): PlainEnergy {
  const context: MessageContext = {
    parameters,
    neighbours: shellSites(lattice, "neighbours"),
    aggregation,
    sigma: scalarActivation(activation),
  };
  const stages: Stage[] = [];
  let V = field;
  for (let l = 0; l < channels.length; l++) {
    const stage = block(context, `blocks.${l}`, V);
    stages.push(stage);
    V = stage.output;
  }
  const last = readout(context, V);
  let gradient = last.backward(everySite(V, () => Float64Array.of(1)));
  for (const stage of stages.reverse()) gradient = stage.backward(gradient);
  return { energies: last.output, gradient };
}

/** Eqs. (19)-(21). */
function block(context: MessageContext, name: string, V: SiteFeatures): Stage {
  const { parameters, sigma } = context;
  const messages = plainMessages(context, name, V);
  const z = everySite(V, (v, i) => {
    const update = withBias(
      parameters,
      `${name}.update.bias`,
      apply(parameters, `${name}.update.weight`, v),
    );
    return plus(messages.M[i], update);
  });
  const norms = z.map((value) => normalise(value.map(sigma.value)));
  const gain = Float64Array.from(parameters.get(`${name}.norm.weight`)!);
  const output = everySite(V, (v, i) => {
    const scaled = norms[i].normal.map((value, c) => gain[c] * value);
    const LN = withBias(parameters, `${name}.norm.bias`, scaled);
    return plus(apply(parameters, `${name}.residual.weight`, v), LN);
  });
  const backward = (d: SiteFeatures): SiteFeatures => {
    const dz = everySite(d, (gradient, i) => {
      const dU = normaliseBackward(gradient.map((value, c) => value * gain[c]), norms[i]);
      return dU.map((value, c) => value * sigma.slope(z[i][c]));
    });
    const fromMessages = messages.backward(dz);
    return everySite(d, (gradient, i) =>
      plus(
        plus(
          applyTransposed(parameters, `${name}.residual.weight`, gradient),
          applyTransposed(parameters, `${name}.update.weight`, dz[i]),
        ),
        fromMessages[i],
      ));
  };
  return { output, backward };
}

/** Eq. (22). */
function readout(context: MessageContext, V: SiteFeatures): Stage {
  const { parameters } = context;
  const messages = plainMessages(context, "readout", V);
  const residual = "readout.residual.weight";
  const output = everySite(V, (v, i) => plus(apply(parameters, residual, v), messages.M[i]));
  const backward = (d: SiteFeatures): SiteFeatures => {
    const fromMessages = messages.backward(d);
    return everySite(
      d,
      (gradient, i) => plus(applyTransposed(parameters, residual, gradient), fromMessages[i]),
    );
  };
  return { output, backward };
}
