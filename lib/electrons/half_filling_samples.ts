import { NumericalError } from "../errors.ts";
import type { ElectronicState } from "./electron_solver.ts";
import {
  balancedState,
  type HalfFillingSample,
  interpolatedRoot,
  interpolatedState,
} from "./half_filling_interpolation.ts";

/** Changes by the last sample at which the interpolation is accepted: of n_i, and of Σ n. */
const DENSITY_TOLERANCE = 2e-10;
const ELECTRON_TOLERANCE = 1e-8;

/** Give up here: a search takes about five samples, up to about fifteen from nowhere in a gap. */
const MOST_SAMPLES = 100;

/** The samples of a search for half filling, and what can be read off them. */
export class HalfFillingSamples {
  /**
   * Electrons, or holes, in the tail of the density of states beyond a gap by which the gap is
   * measured: well above the noise, and few enough for Boltzmann's law.
   */
  readonly tail: number;
  #temperature: number;
  #noise: number;
  #samples: HalfFillingSample[] = [];

  /** @param noise excess that cannot be told from 0 */
  constructor(temperature: number, noise: number) {
    this.#temperature = temperature;
    this.#noise = noise;
    this.tail = Math.max(1e-5, 100 * noise);
  }

  /** How many there are. */
  get count(): number {
    return this.#samples.length;
  }

  /** Takes the state at another chemical potential. */
  add(state: ElectronicState): void {
    const sites = state.density.length;
    const mu = state.chemicalPotential;
    const excess = state.density.reduce((total, n) => total + n, 0) - sites / 2;
    this.#samples.push({ mu, excess, state });
    if (this.count > MOST_SAMPLES) {
      throw new NumericalError(
        `The chemical potential at half filling was not found: at μ = ${mu} the electron number ` +
          `is off by ${excess}`,
      );
    }
  }

  /** The innermost samples on either side of half filling, and the one most closely at it. */
  bracket(): {
    readonly lower?: HalfFillingSample;
    readonly upper?: HalfFillingSample;
    readonly flat?: HalfFillingSample;
  } {
    const below = this.#samples.filter(({ excess }) => excess < -this.#noise);
    const above = this.#samples.filter(({ excess }) => excess > this.#noise);
    const balanced = this.#samples.filter(({ excess }) => Math.abs(excess) <= this.#noise);
    return {
      ...least(below, ({ mu }) => -mu, "lower"),
      ...least(above, ({ mu }) => mu, "upper"),
      ...least(balanced, ({ excess }) => Math.abs(excess), "flat"),
    };
  }

  /** The sample on one side whose excess is that of a tail, to a factor of ten. */
  inTail(side: 1 | -1): HalfFillingSample | undefined {
    return this.#samples.find(({ excess }) =>
      side * excess >= 0.1 * this.tail && side * excess <= 10 * this.tail
    );
  }

  /** On one side: how far out the excess is too small for a tail, and the next sample outside. */
  aroundTail(
    side: 1 | -1,
  ): { readonly inside?: number; readonly outside?: HalfFillingSample } {
    const inner = this.#samples.filter(({ excess }) => side * excess < 0.1 * this.tail);
    const outer = this.#samples.filter(({ excess }) => side * excess >= 0.1 * this.tail);
    return {
      ...(inner.length > 0 ? { inside: side * Math.max(...inner.map(({ mu }) => side * mu)) } : {}),
      ...least(outer, ({ mu }) => side * mu, "outside"),
    };
  }

  /** Whether the last two samples lie on the same side of half filling. */
  isStuck(): boolean {
    const [last, before] = this.#samples.toReversed();
    return before !== undefined && last.excess * before.excess > 0;
  }

  /** Distance between the last two samples, 0 if there is but one. */
  lastStride(): number {
    const [last, before] = this.#samples.toReversed();
    return before === undefined ? 0 : Math.abs(last.mu - before.mu);
  }

  /** Whether another sample lies about T/2 away: far enough to tell balance from a plateau. */
  hasCompanion(sample: HalfFillingSample): boolean {
    const T = this.#temperature;
    return this.#near(sample, 0.5).some(({ mu }) => Math.abs(mu - sample.mu) > 0.2 * T);
  }

  /** dN/dμ by the nearest other sample within T, else its upper bound Σ n(1 - n)/T. */
  slopeAt(sample: HalfFillingSample): { readonly value: number; readonly measured: boolean } {
    const [other] = this.#near(sample, 1).filter((candidate) => candidate !== sample)
      .sort((a, b) => Math.abs(a.mu - sample.mu) - Math.abs(b.mu - sample.mu));
    const measured = other && (other.excess - sample.excess) / (other.mu - sample.mu);
    if (measured > 0) return { value: measured, measured: true };
    let bound = 0;
    for (const n of sample.state.density) bound += Math.abs(n * (1 - n));
    return { value: bound / this.#temperature, measured: false };
  }

  /** Root of the law 2c sinh((μ - μ*)/T) through two samples, whatever c: always between them. */
  hyperbolicRoot(lower: HalfFillingSample, upper: HalfFillingSample): number {
    const T = this.#temperature;
    const width = (upper.mu - lower.mu) / T;
    const ratio = -upper.excess / lower.excess, decay = Math.exp(-width);
    // From sinh a = ρ sinh(w - a), with e^w divided out.
    const above = 0.5 * (width + Math.log(decay + ratio) - Math.log1p(ratio * decay));
    return upper.mu - T * above;
  }

  /** Root by inverse interpolation through all near samples, kept between the two. */
  interpolatedRoot(lower: HalfFillingSample, upper: HalfFillingSample): number {
    const near = this.#interpolants(-lower.excess < upper.excess ? lower : upper);
    const root = near.length < 3 ? NaN : interpolatedRoot(near);
    const margin = 1e-3 * (upper.mu - lower.mu);
    const inside = root > lower.mu + margin && root < upper.mu - margin;
    return inside ? root : this.hyperbolicRoot(lower, upper);
  }

  /** The state at half filling, once it can be told. */
  result(): ElectronicState | undefined {
    const { flat } = this.bracket();
    if (flat) {
      // Where no sample within T/2 is much off balance, μ cannot be read off the electron number.
      const near = this.#interpolants(flat);
      const resolved = near.some(({ excess }) => Math.abs(excess) > 0.1 * this.tail);
      if (near.length > 1 && resolved) return interpolatedState(near);
      return this.#plateau();
    }
    const best = least(this.#samples, ({ excess }) => Math.abs(excess), "best").best!;
    const near = this.#interpolants(best);
    if (near.length < 3) return undefined;
    const state = interpolatedState(near), coarser = interpolatedState(near.slice(0, -1));
    const shift = Math.abs(state.chemicalPotential - coarser.chemicalPotential);
    if (shift * this.slopeAt(best).value > ELECTRON_TOLERANCE) return undefined;
    const settled = state.density.every((n, i) =>
      Math.abs(n - coarser.density[i]) <= DENSITY_TOLERANCE
    );
    return settled ? state : undefined;
  }

  /** The state in a gap so wide that the electron number is flat. */
  #plateau(): ElectronicState | undefined {
    const T = this.#temperature;
    const lower = this.inTail(-1), upper = this.inTail(1);
    if (!lower || !upper) return undefined;
    const mu = this.hyperbolicRoot(lower, upper);
    const width = (upper.mu - lower.mu) / T;
    // The nearest, not the one of least excess: between balanced samples that is a matter of noise.
    const slight = Math.max(this.#noise, 1e-9);
    const balanced = this.#samples.filter(({ excess }) => Math.abs(excess) <= slight);
    const { nearest } = least(balanced, (sample) => Math.abs(sample.mu - mu), "nearest");
    if (!nearest) return undefined;
    // Excess that the sinh law gives the nearest sample for not being at the root itself.
    const offset = Math.abs(nearest.mu - mu) / T - width / 2;
    const excess = Math.sqrt(-upper.excess * lower.excess) * Math.exp(offset);
    if (nearest.mu !== mu && excess > 1e-11) return undefined;
    return balancedState(nearest, mu);
  }

  /** Samples to interpolate from: up to five near one, each with an excess of its own. */
  #interpolants(best: HalfFillingSample): HalfFillingSample[] {
    const chosen: HalfFillingSample[] = [];
    const byExcess = this.#near(best, 0.5).sort((a, b) => Math.abs(a.excess) - Math.abs(b.excess));
    for (const sample of byExcess) {
      const apart = chosen.every(({ excess }) =>
        Math.abs(excess - sample.excess) >
          Math.max(10 * this.#noise, 0.01 * Math.abs(sample.excess))
      );
      if (apart && chosen.length < 5) chosen.push(sample);
    }
    return chosen;
  }

  #near(sample: HalfFillingSample, distance: number): HalfFillingSample[] {
    const reach = distance * this.#temperature * (1 + 1e-9);
    return this.#samples.filter(({ mu }) => Math.abs(mu - sample.mu) <= reach);
  }
}

/** The sample of least measure under a key, or nothing. */
function least<Key extends string>(
  samples: readonly HalfFillingSample[],
  measure: (sample: HalfFillingSample) => number,
  key: Key,
): { readonly [K in Key]?: HalfFillingSample } {
  if (samples.length === 0) return {};
  const best = samples.reduce((a, b) => measure(b) < measure(a) ? b : a);
  return { [key]: best } as { [K in Key]: HalfFillingSample };
}
