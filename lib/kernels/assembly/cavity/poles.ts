// The cavity method with the rings of four sites on the periodic square lattice, in units of t; its
// slow twin with the equations is lib/electrons/cavity/cavity_twin.ts. Single precision, four sites
// of a row at a time.
//
// A pole is worked out for a strip of rows, from the potential alone: every stage needs its
// predecessor's rows next to its own, so stage k runs k rows behind the first, and the strips begin
// as many rows outside as there are stages. Each strip gives the same bits whatever the others are:
// threads may work on one lattice, with the fields in common and the rows of the stages their own.
// Where there are many stages, they do better to meet after some of the sweeps (sweepRows) and go on
// from there than to begin so far outside. Rows that have settled take no further sweeps (settled.ts).

import { adjointRow, passedBack, sourceRow } from "./adjoint";
import { treeSumsRow } from "./bonds";
import {
  adjoints, adjointTable, density, derivatives, features, greenPlane, height, levels, levelTable,
  logarithms, node, potentialRow, ring, saved, source, states, withFeatures,
} from "./fields";
import { nodeRow, startRow, sweepRow } from "./messages";
import { ringRow } from "./rings";
import {
  blockBytes, complexBytes, copySweepRow, planeBytes, rowBytes, rowOf, sweepBytes, sweepRowOf, width,
} from "./rows";
import { hasChanged, hasSettled, noteRow, rowChanged, settledRow } from "./settled";
import { windowRow } from "./window";
import { startSums, sumOfLogarithms, sumOfTerms } from "./sums";

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
  const shift = <usize>row * rowBytes + 16;
  const kept = greenPlane != 0;
  const to = density + shift, out = (kept ? greenPlane : features) + shift;
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
    if (!kept) v128.store(to + at, f32x4.sub(v128.load(to + at), re));
    if (!withFeatures) continue;
    v128.store(out + at + plane, f32x4.mul(scale, gi));
    v128.store(out + at + 2 * plane, f32x4.mul(scale, f32x4.sub(gr, tr)));
    v128.store(out + at + 3 * plane, f32x4.mul(scale, f32x4.sub(gi, ti)));
  }
}
