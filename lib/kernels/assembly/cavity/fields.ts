// Where the fields of a lattice lie, which threads share, and the rows of a thread's stages.

import {
  blockBytes, layOutColumns, layOutRows, rowBytes, stageBytes, sweepBytes, width, wrapColumns,
} from "./rows";
import { tableBytes } from "./settled";

export let height = 0;
let potential: usize = 0;
export let density: usize = 0;
export let features: usize = 0;
export let saved: usize = 0;
export let states: usize = 0;
export let logarithms: usize = 0;
export let derivatives: usize = 0;
export let levels: usize = 0;
export let adjoints: usize = 0;
export let node: usize = 0;
export let ring: usize = 0;
export let source: usize = 0;
export let levelTable: usize = 0;
export let adjointTable: usize = 0;

/**
 * Lays out the fields, which threads share, from `base` on, and returns where they end.
 *
 * @param saving whether messages are saved between sweeps
 */
export function placeFields(columns: i32, rows: i32, saving: bool, base: usize): usize {
  layOutColumns(columns);
  height = rows;
  const plane = <usize>rows * rowBytes;
  logarithms = base;
  derivatives = logarithms + 8 * <usize>rows;
  potential = (derivatives + 8 * <usize>rows + 63) & ~63;
  density = potential + plane;
  features = density + plane;
  states = features + 4 * plane;
  saved = (states + 8 * <usize>rows + 63) & ~63;
  return saving ? saved + 2 * <usize>rows * blockBytes : states;
}

/** Lays out the rows of the stages from `base` on, one thread's own, and returns where they end. */
export function placeStages(sweeps: i32, adjointSweeps: i32, base: usize): usize {
  layOutRows(adjointSweeps);
  levels = base;
  node = levels + (1 + <usize>sweeps) * sweepBytes();
  ring = node + stageBytes();
  source = ring + stageBytes();
  adjoints = source + stageBytes();
  levelTable = adjoints + (1 + <usize>adjointSweeps) * sweepBytes();
  adjointTable = levelTable + tableBytes(1 + sweeps);
  return adjointTable + tableBytes(1 + adjointSweeps);
}

/** Where each pole's T w G is kept, and how many poles hand out features; none as yet. */
let greens: usize = 0;
let featured = 0;
/** Plane of the pole that is worked out, or 0: it is added to the density at once. */
export let greenPlane: usize = 0;
/** Whether its features are wanted too, in the three planes after it. */
export let withFeatures = true;

/** Lays out a plane for each pole and three more for each that hands out features, after the fields. */
export function placeGreens(poles: i32, featuredPoles: i32, base: usize): usize {
  greens = base;
  featured = featuredPoles;
  return greens + <usize>(poles + 3 * featured) * <usize>height * rowBytes;
}

/** Plane of a pole: poles with features first, four planes each. */
function greenOf(pole: i32): usize {
  const planes = pole < featured ? 4 * pole : 3 * featured + pole;
  return greens + <usize>planes * <usize>height * rowBytes;
}

/** The same, column 0 of row 0. */
export function greenAddress(pole: i32): usize {
  return greenOf(pole) + 16;
}

/** Keeps what is worked out from now on as that of a pole; -1: adds it to the density at once. */
export function keepPole(pole: i32): void {
  greenPlane = pole < 0 ? 0 : greenOf(pole);
  withFeatures = pole < featured;
}

/** The density of rows from the poles that were kept, added up in their order. */
export function sumPoleRows(first: i32, last: i32, poles: i32): void {
  for (let row = first; row < last; row++) {
    const shift = <usize>row * rowBytes + 16, end = shift + (<usize>width << 2);
    for (let at = shift; at < end; at += 16) {
      let sum = f32x4.splat(0.5);
      for (let pole = 0; pole < poles; pole++) {
        sum = f32x4.sub(sum, v128.load(greenOf(pole) + at));
      }
      v128.store(density + at, sum);
    }
  }
}

/** Bytes from row to row of the fields at these addresses; column 0 of row 0 lies at the address. */
export function fieldRowBytes(): usize {
  return rowBytes;
}
/** v - μ as f32. */
export function potentialAddress(): usize {
  return potential + 16;
}
/** Density, as f32. */
export function densityAddress(): usize {
  return density + 16;
}
/**
 * T w G of the pole added last as f32: real part, imaginary part, and the same of G less that of the
 * tree, each `height` rows after the one before.
 */
export function featuresAddress(): usize {
  return features + 16;
}
/** For every row its part of Σ w ln|det A / y^N| as f64. */
export function logarithmsAddress(): usize {
  return logarithms;
}
/** For every row its part of Σ w Re t ∂ ln det A/∂t as f64. */
export function derivativesAddress(): usize {
  return derivatives;
}

/**
 * Takes v = factor · field of rows, f64 [N] at an address, with three columns of halo at either end,
 * and sets their density to 1/2 and their sums to 0.
 */
export function loadRows(first: i32, last: i32, field: usize, factor: f64): void {
  for (let row = first; row < last; row++) {
    const to = potential + <usize>row * rowBytes + 16;
    const from = field + 8 * <usize>row * <usize>width;
    for (let x: usize = 0; x < <usize>width; x++) {
      store<f32>(to + 4 * x, <f32>(factor * load<f64>(from + 8 * x)));
    }
    wrapColumns(to);
    const n = density + <usize>row * rowBytes + 16;
    for (let x: usize = 0; x < <usize>width; x += 4) v128.store(n + 4 * x, f32x4.splat(0.5));
    store<f64>(logarithms + 8 * <usize>row, 0);
    store<f64>(derivatives + 8 * <usize>row, 0);
  }
}

/** v of a row counted beyond the lattice's last and first. */
@inline export function potentialRow(row: i32): usize {
  const inside = ((row % height) + height) % height;
  return potential + <usize>inside * rowBytes + 16;
}
