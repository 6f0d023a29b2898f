// The cavity method with the rings of four sites on the periodic square lattice, in units of t; its
// slow twin with the equations is lib/electrons/cavity/cavity_twin.ts. Single precision, four sites
// of a row at a time.
//
// A pole is worked out for a strip of rows, from the potential alone: every stage needs its
// predecessor's rows next to its own, so stage k runs k rows behind the first, and the strips begin
// as many rows outside as there are stages. Each strip gives the same bits whatever the others are:
// threads may work on one lattice, with the fields in common and the rows of the stages their own.

import { adjointRow, passedBack, sourceRow } from "./adjoint";
import { treeSumsRow } from "./bonds";
import { nodeRow, startRow, sweepRow } from "./messages";
import { ringRow } from "./rings";
import {
  blockBytes, complexBytes, copySweepRow, layOutColumns, layOutRows, planeBytes, rowBytes, rowOf,
  stageBytes, sweepBytes, sweepRowOf, width, wrapColumns,
} from "./rows";
import { hasChanged, hasSettled, noteRow, rowChanged, settledRow, tableBytes } from "./settled";
import { windowRow } from "./window";
import { startSums, sumOfLogarithms, sumOfTerms } from "./sums";

let height = 0;
let potential: usize = 0;
let density: usize = 0;
let features: usize = 0;
let saved: usize = 0;
let states: usize = 0;
let logarithms: usize = 0;
let derivatives: usize = 0;
let levels: usize = 0;
let adjoints: usize = 0;
let node: usize = 0;
let ring: usize = 0;
let source: usize = 0;
let levelTable: usize = 0;
let adjointTable: usize = 0;

/** Lays out the fields, which threads share, from `base` on, and returns where they end. */
export function placeFields(columns: i32, rows: i32, base: usize): usize {
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
  return saved + 2 * <usize>rows * blockBytes;
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
@inline function potentialRow(row: i32): usize {
  const inside = ((row % height) + height) % height;
  return potential + <usize>inside * rowBytes + 16;
}

/**
 * The messages of rows `first` … `last - 1` after some sweeps, for all strips to go on from: near
 * poles take so many sweeps that strips would begin too far outside.
 *
 * @param start sweeps that were saved before, 0 for none
 * @param sweeps from the first messages on, more than `start` and an even number
 * @param place 0 or 1: where to save them; those before are in the other place
 */
export function sweepRows(
  first: i32, last: i32, eta: f32, start: i32, sweeps: i32, place: i32,
): void {
  for (let time = first + 2 * start - sweeps; time < last + sweeps; time++) {
    for (let stage = start; stage <= sweeps; stage++) {
      const row = time - stage, margin = sweeps - stage;
      if (row < first - margin || row >= last + margin) continue;
      if (stage == start && start > 0) recall(start, 1 - place, row);
      else messageStage(stage, sweeps, eta, row);
      if (stage < sweeps) continue;
      copySweepRow(settledRow(levelTable, stage, row), savedRow(place, row));
      store<u32>(stateOf(place, row), rowChanged(levelTable, stage, row));
    }
  }
}

/** Where the messages of a row are saved. */
@inline function savedRow(place: i32, row: i32): usize {
  return saved + <usize>(place * height + row) * blockBytes + 16;
}

/** Where it is saved whether they changed. */
@inline function stateOf(place: i32, row: i32): usize {
  return states + (<usize>(place * height + row) << 2);
}

/** Takes a row of saved messages as those of a sweep. */
function recall(sweep: i32, place: i32, row: i32): void {
  const inside = ((row % height) + height) % height;
  const changed = load<u32>(stateOf(place, inside)) != 0;
  noteRow(levelTable, sweep, row, savedRow(place, inside), changed);
}

/**
 * Adds one pole to rows `first` … `last - 1`.
 *
 * @param start sweeps whose messages were saved, 0 for none
 * @param place where
 * @param eta y T/t
 * @param temperature T/t
 * @param weight w
 * @param sweeps of the messages, at most as prepared for
 * @param adjointSweeps of the adjoints, 1 or more and at most as prepared for, or 0 to leave the
 *   rings out
 * @param summed whether the sums are wanted
 */
export function addPole(
  first: i32, last: i32, start: i32, place: i32, eta: f32, temperature: f64, weight: f64,
  sweeps: i32, adjointSweeps: i32, summed: bool,
): void {
  const rings = adjointSweeps > 0;
  const nodeStage = sweeps + 1;
  const lastStage = rings ? nodeStage + 3 + adjointSweeps : nodeStage + 1;
  const scale = f32x4.splat(<f32>(temperature * weight));
  const unit = 2 * Math.log(<f64>eta);
  for (let time = first + 2 * start - lastStage; time < last + lastStage; time++) {
    for (let stage = start; stage <= lastStage; stage++) {
      const row = time - stage, margin = lastStage - stage;
      if (row < first - margin || row >= last + margin) continue;
      const inside = row >= first && row < last;
      const v = potentialRow(row);
      if (stage == start && start > 0) {
        recall(start, place, row);
      } else if (stage <= nodeStage) {
        messageStage(stage, sweeps, eta, row);
      } else if (!rings) {
        if (summed) {
          startSums();
          treeSumsRow(v, eta, node, row);
          addSums(row, weight, 0);
        }
        output(node + 4 * complexBytes, -1, scale, row);
      } else if (stage == nodeStage + 1) {
        const counted = summed && inside;
        if (counted) startSums();
        ringRow(v, potentialRow(row + 1), eta, node, ring, row, counted);
        if (counted) addSums(row, weight, unit);
      } else if (stage == nodeStage + 2) {
        const to = sweepRowOf(adjoints, row);
        sourceRow(node, ring, source, to, row);
        noteRow(adjointTable, 0, row, to, true);
      } else if (stage < lastStage) {
        // The sums need the last sweep; rows outside, which others count, must not do without.
        const needed = summed && stage == lastStage - 1, counted = needed && inside;
        if (counted) startSums();
        adjointStage(stage - nodeStage - 2, row, needed, counted);
        if (counted) addSums(row, weight, 0);
      } else {
        output(source + 4 * complexBytes, adjointSweeps, scale, row);
      }
    }
  }
}

/**
 * Adds one pole to rows `first` … `last - 1` by windows instead of rings: better densities and no
 * energy.
 *
 * @param eta y T/t
 * @param temperature T/t
 * @param weight w
 * @param sweeps of the messages, at most as prepared for
 * @param radius sites from the centre of a window to its rim, 1 to 3
 */
export function addWindowPole(
  first: i32, last: i32, eta: f32, temperature: f64, weight: f64, sweeps: i32, radius: i32,
): void {
  const nodeStage = sweeps + 1, lastStage = nodeStage + radius;
  const scale = f32x4.splat(<f32>(temperature * weight));
  for (let time = first - lastStage; time < last + lastStage; time++) {
    for (let stage = 0; stage <= lastStage; stage++) {
      const row = time - stage, margin = lastStage - stage;
      if (row < first - margin || row >= last + margin) continue;
      if (stage <= nodeStage) {
        messageStage(stage, sweeps, eta, row);
      } else if (stage == lastStage) {
        windowRow(
          radius, potentialRow(row - 3), potentialRow(row - 2), potentialRow(row - 1),
          potentialRow(row), potentialRow(row + 1), potentialRow(row + 2), potentialRow(row + 3),
          eta, node, source, row,
        );
        output(source, -1, scale, row);
      }
    }
  }
}

/** Stages 0 … sweeps + 1: first messages, sweeps, and what sites receive in the end. */
@inline function messageStage(stage: i32, sweeps: i32, eta: f32, row: i32): void {
  const v = potentialRow(row);
  if (stage == 0) {
    const to = sweepRowOf(levels, row);
    startRow(v, eta, to);
    noteRow(levelTable, 0, row, to, true);
    return;
  }
  const to = sweepRowOf(levels + <usize>stage * sweepBytes(), row);
  if (stage > 1 && stage <= sweeps && hasSettled(levelTable, stage, row, to)) return;
  const below = settledRow(levelTable, stage - 1, row - 1);
  const here = settledRow(levelTable, stage - 1, row);
  const above = settledRow(levelTable, stage - 1, row + 1);
  // The first messages are the same in all directions.
  const step = stage == 1 ? <usize>0 : complexBytes;
  if (stage > sweeps) {
    nodeRow(v, eta, below, here, above, step, node, row);
    return;
  }
  sweepRow(v, eta, below, here, above, step, to);
  // Every other sweep: those that have not settled take some time to find out.
  const changed = (stage & 1) != 0 || hasChanged(here, complexBytes, to);
  noteRow(levelTable, stage, row, to, changed);
}

/** Sweeps of the adjoints, from 1 on. */
function adjointStage(sweep: i32, row: i32, needed: bool, counted: bool): void {
  const to = sweepRowOf(adjoints + <usize>sweep * sweepBytes(), row);
  if (!needed && hasSettled(adjointTable, sweep, row, to)) return;
  const here = settledRow(adjointTable, sweep - 1, row);
  adjointRow(
    node, source, settledRow(adjointTable, sweep - 1, row - 1), here,
    settledRow(adjointTable, sweep - 1, row + 1), to, row, counted,
  );
  const changed = (sweep & 1) != 0 || hasChanged(here, complexBytes, to);
  noteRow(adjointTable, sweep, row, to, changed);
}

/** Adds what was summed over a row, `unit` being the logarithm of each site's unit. */
function addSums(row: i32, weight: f64, unit: f64): void {
  const logarithm = logarithms + 8 * <usize>row, derivative = derivatives + 8 * <usize>row;
  store<f64>(
    logarithm,
    load<f64>(logarithm) + 0.5 * weight * (sumOfLogarithms() - unit * <f64>width),
  );
  // t ∂/∂t is twice t² ∂/∂t².
  store<f64>(derivative, load<f64>(derivative) + 2 * weight * sumOfTerms());
}

/**
 * The inverse of a row, T w G, into the density and the features.
 *
 * @param sweeps of the adjoints, whose response is taken from `green`; -1 for none
 */
function output(green: usize, sweeps: i32, scale: v128, row: i32): void {
  let below: usize = 0, here: usize = 0, above: usize = 0;
  if (sweeps >= 0) {
    below = settledRow(adjointTable, sweeps, row - 1);
    here = settledRow(adjointTable, sweeps, row);
    above = settledRow(adjointTable, sweeps, row + 1);
  }
  const from = rowOf(green, row), tree = rowOf(node + 4 * complexBytes, row);
  const plane = <usize>height * rowBytes;
  const to = density + <usize>row * rowBytes + 16, out = features + <usize>row * rowBytes + 16;
  for (let x: usize = 0; x < <usize>width; x += 4) {
    const at = 4 * x;
    let gr = v128.load(from + at), gi = v128.load(from + at + planeBytes);
    if (here != 0) {
      const im = planeBytes;
      gr = f32x4.sub(gr, passedBack(below, here, above, at));
      gi = f32x4.sub(gi, passedBack(below + im, here + im, above + im, at));
    }
    const tr = v128.load(tree + at), ti = v128.load(tree + at + planeBytes);
    const re = f32x4.mul(scale, gr);
    v128.store(out + at, re);
    v128.store(out + at + plane, f32x4.mul(scale, gi));
    v128.store(out + at + 2 * plane, f32x4.mul(scale, f32x4.sub(gr, tr)));
    v128.store(out + at + 3 * plane, f32x4.mul(scale, f32x4.sub(gi, ti)));
    v128.store(to + at, f32x4.sub(v128.load(to + at), re));
  }
}
