import type { CavityExports } from "../../electrons/cavity/engine.ts";

/** What the kernel has for networks besides the cavity method: `assembly/inference.ts`. */
export interface InferenceExports extends CavityExports {
  fieldRows(
    first: number,
    last: number,
    width: number,
    height: number,
    field: number,
    density: number,
    fieldBytes: number,
    target: number,
    channels: number,
    channel: number,
  ): void;
  poleRows(
    first: number,
    last: number,
    width: number,
    height: number,
    features: number,
    fieldBytes: number,
    target: number,
    channels: number,
    channel: number,
  ): void;
  wrapRows(
    first: number,
    last: number,
    width: number,
    height: number,
    plane: number,
    channels: number,
  ): void;
  layerRows(
    first: number,
    last: number,
    width: number,
    height: number,
    source: number,
    channels: number,
    shells: number,
    factor: number,
    panels: number,
    bias: number,
    activation: number,
    target: number,
    targetChannels: number,
    scratch: number,
  ): void;
  projectRows(
    first: number,
    last: number,
    width: number,
    height: number,
    source: number,
    channels: number,
    panel: number,
    zeros: number,
    target: number,
    scratch: number,
  ): void;
  readoutRows(
    first: number,
    last: number,
    width: number,
    height: number,
    projected: number,
    shells: number,
    factor: number,
    bias: number,
    scale: number,
    density: number,
    fieldBytes: number,
    added: boolean,
    out: number,
  ): void;
}

/** Activations by their numbers in the kernel. */
export const ACTIVATION_NUMBERS = { relu: 0, silu: 1, softplus: 2, tanh: 3 } as const;

/** Sites from row to row of a plane besides those of the lattice (`assembly/inference/planes.ts`). */
const SPARE_SITES = 8;

/** Bytes of a plane of features. */
export function planeBytes(width: number, height: number, channels: number): number {
  return 4 * (width + SPARE_SITES) * height * channels;
}

/** Bytes of scratch that a layer needs, for sources of at most so many channels and shells. */
export function scratchBytes(channels: number, shells: number): number {
  return 512 + 4 * 48 * (1 + shells) * channels;
}
