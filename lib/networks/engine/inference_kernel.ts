import type { DescribeRows } from "../../descriptor/wasm_descriptor.ts";
import type { CavityExports } from "../../electrons/cavity/engine.ts";
import type { EnergyExports } from "./energy_kernel.ts";

/** What the kernel has for networks besides the cavity method: `assembly/inference.ts`. */
export interface InferenceExports extends CavityExports, EnergyExports {
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
  readonly describeRows: DescribeRows;
  padRows(
    first: number,
    last: number,
    width: number,
    height: number,
    field: number,
    target: number,
  ): void;
  layerSites(
    sites: number,
    source: number,
    depth: number,
    panels: number,
    bias: number,
    activation: number,
    target: number,
    columns: number,
    scratch: number,
  ): void;
  answerRows(
    first: number,
    last: number,
    width: number,
    source: number,
    channels: number,
    factor: number,
    density: number,
    fieldBytes: number,
    added: boolean,
    out: number,
  ): void;
}

/** Activations by their numbers in the kernel. */
export const ACTIVATION_NUMBERS = { relu: 0, silu: 1, softplus: 2, tanh: 3 } as const;
/** An activation that is none. */
export const LINEAR = -1;

/** Columns of a panel: channels that the kernel writes are padded to whole panels. */
export const PANEL = 8;
/** Most sites that the kernel works on at a time (`assembly/inference/product.ts`). */
export const BLOCK = 48;

/** Sites from row to row of a plane besides those of the lattice (`assembly/inference/planes.ts`). */
const SPARE_SITES = 8;
/** Bytes at the begin of a scratch that the kernel needs for itself. */
const CONSTANTS = 768;

/** Rows of a tile. */
const TILE_ROWS = 6;

/** Sites at a time of so many: blocks of nearly the same size, of whole tiles. */
export function blockOf(sites: number): number {
  const blocks = Math.ceil(sites / BLOCK);
  return TILE_ROWS * Math.ceil(Math.ceil(sites / blocks) / TILE_ROWS);
}

/** Channels in whole panels. */
export function inPanels(channels: number): number {
  return PANEL * Math.ceil(channels / PANEL);
}

/** Bytes of a plane of features whose neighbours are read. */
export function planeBytes(width: number, height: number, channels: number): number {
  return 4 * (width + SPARE_SITES) * height * channels;
}

/** Bytes of scratch that holds so many numbers of each site worked on at a time. */
export function scratchBytes(channels: number): number {
  return CONSTANTS + 4 * BLOCK * channels;
}
