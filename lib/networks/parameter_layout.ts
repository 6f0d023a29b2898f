import { DESCRIPTOR_SIZE } from "../descriptor/environment.ts";
import type {
  Architecture,
  EnergyGnnArchitecture,
  GnnArchitecture,
  MlpArchitecture,
} from "./architecture.ts";
import { embeddingParity } from "./embedding_channels.ts";
import { messageSources, termsOf } from "./message_sources.ts";

/** One array of parameters. Matrices are [out, in], as those of PyTorch's `nn.Linear`. */
export interface ParameterEntry {
  /** Name as in files, such as `layers.0.self.weight`. */
  readonly name: string;
  /** Length along each axis. */
  readonly shape: readonly number[];
  /**
   * `weight`: a matrix; `bias`; `gain`: the factors of a layer norm; `shift` and `scale`: constants
   * that bring inputs and outputs to order one, set from the data and not trained.
   */
  readonly role: "weight" | "bias" | "gain" | "shift" | "scale";
  /** Variance that keeps the size of features from layer to layer (He et al.); weights only. */
  readonly heVariance?: number;
}

/** Whether training changes the array. */
export function isTrainable({ role }: ParameterEntry): boolean {
  return role !== "shift" && role !== "scale";
}

/** Features a site that the network takes. */
export function inputFeatures(architecture: Architecture): number {
  switch (architecture.model) {
    case "mlp":
      return DESCRIPTOR_SIZE;
    case "gnn":
      return embeddingParity(architecture.embedding).length;
    case "energy-gnn":
      return 1;
  }
}

/**
 * Names and shapes of all parameters of a network, in the order of the forward pass.
 *
 * Every network first forms (f - `input.shift`)/`input.scale` of its features f, shape [features],
 * and last multiplies by `output.scale`, shape [1].
 */
export function parameterLayout(architecture: Architecture): ParameterEntry[] {
  const features = inputFeatures(architecture);
  return [
    { name: "input.shift", shape: [features], role: "shift" },
    { name: "input.scale", shape: [features], role: "scale" },
    ...layers(architecture),
    { name: "output.scale", shape: [1], role: "scale" },
  ];
}

function layers(architecture: Architecture): ParameterEntry[] {
  switch (architecture.model) {
    case "mlp":
      return mlpLayers(architecture);
    case "gnn":
      return gnnLayers(architecture);
    case "energy-gnn":
      return energyGnnLayers(architecture);
  }
}

function mlpLayers(architecture: MlpArchitecture): ParameterEntry[] {
  const widths = [DESCRIPTOR_SIZE, ...architecture.hidden, 1];
  const last = architecture.hidden.length;
  return pairs(widths).flatMap(([from, to], l) => [
    weight(`layers.${l}.weight`, to, from, (l < last ? 2 : 1) / from),
    bias(`layers.${l}.bias`, to),
  ]);
}

function gnnLayers(architecture: GnnArchitecture): ParameterEntry[] {
  const { embedding, channels, shells, aggregation } = architecture;
  const widths = [embeddingParity(embedding).length, ...channels, 1];
  return pairs(widths).flatMap(([from, to], l) => {
    const fanIn = from * (1 + shells * termsOf(aggregation));
    const variance = (l < channels.length ? 2 : 1) / fanIn;
    return [
      ...messageSources(architecture).map((source) =>
        weight(`layers.${l}.${source}.weight`, to, from, variance)
      ),
      bias(`layers.${l}.bias`, to),
    ];
  });
}

function energyGnnLayers(architecture: EnergyGnnArchitecture): ParameterEntry[] {
  const { channels, readoutWidth, aggregation } = architecture;
  // Independent terms that are added up, in units of the variance of one.
  const terms = 1 + termsOf(aggregation);
  const blocks = pairs([1, ...channels]).flatMap(([from, to], l) => {
    const name = `blocks.${l}`;
    const variance = 2 / (to * terms + from);
    return [
      ...messages(name, from, to, to, variance),
      weight(`${name}.update.weight`, to, from, variance),
      bias(`${name}.update.bias`, to),
      weight(`${name}.residual.weight`, to, from, 1 / from),
      { name: `${name}.norm.weight`, shape: [to], role: "gain" } as const,
      bias(`${name}.norm.bias`, to),
    ];
  });
  const width = channels[channels.length - 1];
  const variance = 1 / (readoutWidth * terms + width);
  return [
    ...blocks,
    ...messages("readout", width, readoutWidth, 1, variance),
    weight("readout.residual.weight", 1, width, variance),
  ];
}

/** W_self, W_NN and the fully connected layer before each: Eq. (19). */
function messages(
  name: string,
  from: number,
  hidden: number,
  to: number,
  variance: number,
): ParameterEntry[] {
  return ["self", "neighbours"].flatMap((source) => [
    weight(`${name}.${source}.hidden.weight`, hidden, from, 2 / from),
    bias(`${name}.${source}.hidden.bias`, hidden),
    weight(`${name}.${source}.weight`, to, hidden, variance),
  ]);
}

function weight(name: string, to: number, from: number, heVariance: number): ParameterEntry {
  return { name, shape: [to, from], role: "weight", heVariance };
}

function bias(name: string, width: number): ParameterEntry {
  return { name, shape: [width], role: "bias" };
}

function pairs(widths: readonly number[]): [number, number][] {
  return widths.slice(1).map((to, l) => [widths[l], to]);
}
