import type { GnnArchitecture } from "../architecture.ts";
import { messageSources, termsOf } from "../message_sources.ts";
import type { ParameterSet } from "../parameters.ts";
import { inPanels } from "./inference_kernel.ts";
import { Panels } from "./panels.ts";

/** A layer's weights as the kernel takes them. */
export interface PackedLayer {
  /** Channels of the source, padded to fours. */
  readonly channels: number;
  /** Channels of the target, padded to eights. */
  readonly width: number;
  /** Weights in panels of eight columns. */
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
  architecture: GnnArchitecture,
  parameters: ParameterSet,
  layer: string,
  source: SourceChannels,
): PackedLayer {
  const rows = source.channels * messageSources(architecture).length;
  return fold(architecture, parameters, layer, source, rows, (channel, sender, out) => ({
    row: sender * source.channels + channel,
    column: out,
  }));
}

/** The readout's weights: one column for what a site sends to itself and one for each shell. */
export function packReadout(
  architecture: GnnArchitecture,
  parameters: ParameterSet,
  layer: string,
  source: SourceChannels,
): PackedLayer {
  return fold(architecture, parameters, layer, source, source.channels, (channel, sender) => ({
    row: channel,
    column: sender,
  }));
}

/**
 * Weights and biases that take the features as they stand in the source.
 *
 * @param rows of the panels
 * @param place where the weight of a channel goes, from a sender by its number to an output
 */
function fold(
  architecture: GnnArchitecture,
  parameters: ParameterSet,
  layer: string,
  { channels, position, shift, scale, sign }: SourceChannels,
  rows: number,
  place: (channel: number, sender: number, out: number) => { row: number; column: number },
): PackedLayer {
  const given = parameters.get(`${layer}.bias`)!;
  const width = inPanels(given.length);
  const panels = new Panels(rows, width);
  const bias = new Float32Array(width);
  const senders = messageSources(architecture)
    .map((name) => parameters.get(`${layer}.${name}.weight`)!);
  given.forEach((start, out) => {
    let constant = start;
    senders.forEach((W, sender) => {
      const terms = sender === 0 ? 1 : termsOf(architecture.aggregation);
      position.forEach((channel, f) => {
        const weight = W[out * position.length + f] / scale[f];
        const { row, column } = place(channel, sender, out);
        panels.set(row, column, sign[f] * weight);
        constant -= terms * weight * shift[f];
      });
    });
    bias[out] = constant;
  });
  return { channels, width, panels: panels.values, bias };
}
