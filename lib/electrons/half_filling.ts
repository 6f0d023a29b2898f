import { halfFillingChemicalPotential } from "./chemical_potential.ts";
import type { ElectronicState, ElectronSystem } from "./electron_solver.ts";
import { HalfFillingSamples } from "./half_filling_samples.ts";

/** What is known of μ at half filling before any electronic structure is computed. */
export interface HalfFillingBounds {
  /** μ is above this. */
  readonly lower: number;
  /** μ is below this. */
  readonly upper: number;
  /** The lowest and the highest chemical potential that a search may try. */
  readonly tried: readonly [number, number];
  /** μ without hopping: where a search without a guess starts. */
  readonly middle: number;
  /** The on-site levels on either side of half filling: about where a gap has its edges. */
  readonly edges: readonly [number, number];
}

/** The state at half filling, and the number of chemical potentials that were tried. */
export interface HalfFillingResult {
  readonly state: ElectronicState;
  readonly evaluations: number;
}

/** Bounds μ at half filling: hopping moves no level by more than z t (Weyl). */
export function boundHalfFilling(
  { lattice, hopping, temperature }: ElectronSystem,
  onsite: Float64Array,
): HalfFillingBounds {
  const levels = onsite.toSorted();
  const half = levels.length / 2;
  const middle = halfFillingChemicalPotential(levels, temperature);
  const reach = lattice.coordination * hopping + temperature;
  const lower = middle - reach, upper = middle + reach;
  const edges: [number, number] = [levels[half - 1], levels[half]];
  const tried: [number, number] = [
    Math.min(lower, edges[0] - reach),
    Math.max(upper, edges[1] + reach),
  ];
  return { lower, upper, middle, edges, tried };
}

/**
 * Finds the state of N/2 electrons, where the electron number can be computed at any μ but its
 * derivative and the levels cannot.
 *
 * Where levels lie near μ, a secant search and a final interpolation between the states tried give
 * Σ n = N/2 to rounding. In a gap, N(μ) - N/2 follows 2c sinh((μ - μ*)/T), electrons above against
 * holes below; where c is lost in rounding, μ* is found from points in the two tails, which makes it
 * the middle of the interval where N(μ) = N/2.
 *
 * @param evaluate the state at a fixed μ
 * @param noise error of Σ n that `evaluate` may make
 * @param guess where to start
 */
export async function solveHalfFilling(
  { temperature }: ElectronSystem,
  bounds: HalfFillingBounds,
  evaluate: (chemicalPotential: number) => Promise<ElectronicState>,
  noise: number,
  guess: number = bounds.middle,
): Promise<HalfFillingResult> {
  const samples = new HalfFillingSamples(temperature, noise);
  let next = Math.min(Math.max(guess, bounds.lower), bounds.upper);
  for (;;) {
    samples.add(await evaluate(Math.min(Math.max(next, bounds.tried[0]), bounds.tried[1])));
    const state = samples.result();
    if (state) return { state, evaluations: samples.count };
    next = propose(samples, bounds, temperature);
  }
}

/** The next chemical potential to try. */
function propose(samples: HalfFillingSamples, bounds: HalfFillingBounds, T: number): number {
  const { lower, upper, flat } = samples.bracket();
  if (flat) {
    // Balanced: luck, or a plateau? A step of T/2 tells.
    if (!samples.hasCompanion(flat)) return flat.mu + 0.5 * T;
    const above = samples.inTail(1), below = samples.inTail(-1);
    if (!above) return towardsTail(samples, bounds, T, 1);
    if (!below) return towardsTail(samples, bounds, T, -1);
    return samples.hyperbolicRoot(below, above);
  }
  if (lower && upper) {
    const width = upper.mu - lower.mu;
    const inTail = Math.max(upper.excess, -lower.excess) < 0.05;
    if (width <= T || inTail) return samples.interpolatedRoot(lower, upper);
    if (upper.excess < 0.05) return towardsTail(samples, bounds, T, -1);
    if (lower.excess > -0.05) return towardsTail(samples, bounds, T, +1);
    if (samples.isStuck()) return 0.5 * (lower.mu + upper.mu);
    const share = -lower.excess / (upper.excess - lower.excess);
    return lower.mu + width * Math.min(Math.max(share, 0.1), 0.9);
  }
  const side = upper ? 1 : -1;
  const sample = (upper ?? lower)!;
  const slope = samples.slopeAt(sample);
  // In a tail the slope is the excess over T: Newton would creep. Look for the other tail instead.
  if (slope.measured && Math.abs(sample.excess) < 0.05) {
    if (slope.value * T < 2 * Math.abs(sample.excess)) {
      return towardsTail(samples, bounds, T, upper ? -1 : 1);
    }
  }
  // A little beyond the root, so that it is bracketed; never so short that the slope is lost, and
  // with strides that double while the root stays ahead.
  const newton = 1.1 * Math.abs(sample.excess) / slope.value;
  return sample.mu - side * Math.max(newton, 0.01 * T, 2 * samples.lastStride());
}

/** A chemical potential nearer to where the excess on that side is that of a tail. */
function towardsTail(
  samples: HalfFillingSamples,
  { edges, tried }: HalfFillingBounds,
  T: number,
  side: 1 | -1,
): number {
  const { inside, outside } = samples.aroundTail(side);
  const inner = inside ?? (side > 0 ? tried[0] : tried[1]);
  const outer = outside?.mu ?? (side > 0 ? tried[1] : tried[0]);
  const middle = 0.5 * (inner + outer);
  // Among the levels nothing is known of the way to go.
  if (outside && Math.abs(outside.excess) > 1) return middle;
  // The excess falls by no more than a factor e over T: such a step never goes too far in.
  const trial = outside
    ? outside.mu - side * T * Math.log(Math.abs(outside.excess) / samples.tail)
    : (side > 0 ? edges[1] : edges[0]) + side * T * Math.log(samples.tail);
  const between = side * (trial - inner) > 0 && side * (outer - trial) > 0;
  return between ? trial : middle;
}
