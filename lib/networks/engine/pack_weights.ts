import type { GnnArchitecture } from "../architecture.ts";
import type { ParameterSet } from "../parameters.ts";
import { inPanels, PANEL } from "./inference_kernel.ts";

/** A layer's weights as the kernel takes them. */
export interface PackedLayer {
  /** Channels of the source, padded to fours. */
  readonly channels: number;
  /** Channels of the target, padded to eights. */
  readonly width: number;
  /** Weights in panels of eight columns, (1 + shells) · channels rows of each. */
  readonly panels: Float32Array;
  /** Bias, padded. */
  readonly bias: Float32Array;
}

/** Where the features of a source stand in the kernel's planes, and what is done to them first. */
export interface SourceChannels {
  /** Channels of the plane, a multiple of four. */
  readonly channels: number;
  /** By feature, the channel that holds it. */
  readonly position: readonly number[];
  /** Features enter as (sign · f - shift)/scale. */
  readonly shift: ArrayLike<number>;
  /** What they are divided by. */
  readonly scale: ArrayLike<number>;
  /** +1, or -1 for features that are mirrored. */
  readonly sign: readonly number[];
}

/** Sites of a shell. */
const SHELL_SIZE = 4;

/** Channels as they are, for the layers after the first. */
export function plainChannels(features: number, channels: number): SourceChannels {
  return {
    channels,
    position: Array.from({ length: features }, (_, f) => f),
    shift: new Float64Array(features),
    scale: new Float64Array(features).fill(1),
    sign: new Array(features).fill(1),
  };
}

/** Weights of a layer, its shells below each other, with what is done to the source folded in. */
export function packLayer(
  { shells, aggregation }: GnnArchitecture,
  parameters: ParameterSet,
  layer: string,
  source: SourceChannels,
): PackedLayer {
  const names = ["self", "neighbours", "diagonals"].slice(0, 1 + shells);
  const sources = names.map((name) => parameters.get(`${layer}.${name}.weight`)!);
  const features = source.position.length, outputs = sources[0].length / features;
  const width = inPanels(outputs);
  const depth = sources.length * source.channels;
  const panels = new Float32Array(depth * width);
  const bias = new Float32Array(width);
  const given = parameters.get(`${layer}.bias`)!;
  for (let out = 0; out < outputs; out++) {
    let constant = given[out];
    const column = depth * PANEL * Math.floor(out / PANEL) + out % PANEL;
    sources.forEach((W, s) => {
      const terms = s > 0 && aggregation === "sum" ? SHELL_SIZE : 1;
      for (let f = 0; f < features; f++) {
        const weight = W[out * features + f] / source.scale[f];
        const row = s * source.channels + source.position[f];
        panels[column + PANEL * row] = source.sign[f] * weight;
        constant -= terms * weight * source.shift[f];
      }
    });
    bias[out] = constant;
  }
  return { channels: source.channels, width, panels, bias };
}

/** The readout's weights: one column for what a site sends to itself and one for each shell. */
export function packReadout(
  { shells, aggregation }: GnnArchitecture,
  parameters: ParameterSet,
  layer: string,
  source: SourceChannels,
): { readonly panel: Float32Array; readonly bias: number } {
  const names = ["self", "neighbours", "diagonals"].slice(0, 1 + shells);
  const panel = new Float32Array(source.channels * PANEL);
  let bias = parameters.get(`${layer}.bias`)![0];
  names.forEach((name, s) => {
    const W = parameters.get(`${layer}.${name}.weight`)!;
    const terms = s > 0 && aggregation === "sum" ? SHELL_SIZE : 1;
    for (let f = 0; f < source.position.length; f++) {
      const weight = W[f] / source.scale[f];
      panel[PANEL * source.position[f] + s] = source.sign[f] * weight;
      bias -= terms * weight * source.shift[f];
    }
  });
  return { panel, bias };
}
