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
  complexBytes, layOutColumns, layOutRows, planeBytes, rowBytes, rowOf, width, wrapColumns,
} from "./rows";
import { windowRow } from "./window";
import { startSums, sumOfLogarithms, sumOfTerms } from "./sums";

let height = 0;
let potential: usize = 0;
let density: usize = 0;
let features: usize = 0;
let logarithms: usize = 0;
let derivatives: usize = 0;
let levels: usize = 0;
let adjoints: usize = 0;
let node: usize = 0;
let ring: usize = 0;
let source: usize = 0;

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
  return features + 4 * plane;
}

/** Lays out the rows of the stages from `base` on, one thread's own, and returns where they end. */
export function placeStages(sweeps: i32, adjointSweeps: i32, base: usize): usize {
  layOutRows(adjointSweeps);
  levels = base;
  node = levels + (1 + 4 * <usize>sweeps) * complexBytes;
  ring = node + 5 * complexBytes;
  source = ring + 4 * complexBytes;
  adjoints = source + 5 * complexBytes;
  return adjoints + 4 * (1 + <usize>adjointSweeps) * complexBytes;
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
 * Adds one pole to rows `first` … `last - 1`.
 *
 * @param eta y T/t
 * @param temperature T/t
 * @param weight w
 * @param sweeps of the messages, at most as prepared for
 * @param adjointSweeps of the adjoints, 1 or more and at most as prepared for, or 0 to leave the
 *   rings out
 * @param summed whether the sums are wanted
 */
export function addPole(
  first: i32, last: i32, eta: f32, temperature: f64, weight: f64, sweeps: i32, adjointSweeps: i32,
  summed: bool,
): void {
  const rings = adjointSweeps > 0;
  const nodeStage = sweeps + 1;
  const lastStage = rings ? nodeStage + 3 + adjointSweeps : nodeStage + 1;
  const scale = f32x4.splat(<f32>(temperature * weight));
  const unit = 2 * Math.log(<f64>eta);
  for (let time = first - lastStage; time < last + lastStage; time++) {
    for (let stage = 0; stage <= lastStage; stage++) {
      const row = time - stage, margin = lastStage - stage;
      if (row < first - margin || row >= last + margin) continue;
      const inside = row >= first && row < last;
      const v = potentialRow(row);
      if (stage <= nodeStage) {
        messageStage(stage, sweeps, eta, row);
      } else if (!rings) {
        if (summed) {
          startSums();
          treeSumsRow(v, eta, node, row);
          addSums(row, weight, 0);
        }
        output(node + 4 * complexBytes, 0, scale, row);
      } else if (stage == nodeStage + 1) {
        const counted = summed && inside;
        if (counted) startSums();
        ringRow(v, potentialRow(row + 1), eta, node, ring, row, counted);
        if (counted) addSums(row, weight, unit);
      } else if (stage == nodeStage + 2) {
        sourceRow(node, ring, source, adjoints, row);
      } else if (stage < lastStage) {
        const from = adjoints + 4 * <usize>(stage - nodeStage - 3) * complexBytes;
        const counted = summed && inside && stage == lastStage - 1;
        if (counted) startSums();
        adjointRow(node, source, from, from + 4 * complexBytes, row, counted);
        if (counted) addSums(row, weight, 0);
      } else {
        output(
          source + 4 * complexBytes, adjoints + 4 * <usize>adjointSweeps * complexBytes, scale, row,
        );
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
        output(source, 0, scale, row);
      }
    }
  }
}

/** Stages 0 … sweeps + 1: first messages, sweeps, and what sites receive in the end. */
@inline function messageStage(stage: i32, sweeps: i32, eta: f32, row: i32): void {
  const v = potentialRow(row);
  if (stage == 0) {
    startRow(v, eta, levels, row);
  } else if (stage <= sweeps) {
    const to = levels + (4 * <usize>stage - 3) * complexBytes;
    if (stage == 1) sweepRow(v, eta, levels, 0, to, row);
    else sweepRow(v, eta, to - 4 * complexBytes, complexBytes, to, row);
  } else {
    const messages = sweeps == 0 ? levels : levels + (4 * <usize>sweeps - 3) * complexBytes;
    nodeRow(v, eta, messages, sweeps == 0 ? <usize>0 : complexBytes, node, row);
  }
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

/** The inverse of a row, T w G, into the density and the features. */
function output(green: usize, passed: usize, scale: v128, row: i32): void {
  const from = rowOf(green, row), tree = rowOf(node + 4 * complexBytes, row);
  const plane = <usize>height * rowBytes;
  const to = density + <usize>row * rowBytes + 16, out = features + <usize>row * rowBytes + 16;
  for (let x: usize = 0; x < <usize>width; x += 4) {
    const at = 4 * x;
    let gr = v128.load(from + at), gi = v128.load(from + at + planeBytes);
    if (passed != 0) {
      gr = f32x4.sub(gr, passedBack(passed, row, x));
      gi = f32x4.sub(gi, passedBack(passed + planeBytes, row, x));
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
