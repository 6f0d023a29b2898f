import type { ParameterSet } from "../../networks/parameters.ts";
import type { Samples } from "./samples.ts";

/** Share of its size that a feature must vary by: below, it is constant but for rounding. */
const CONSTANT = 1e-6;

/**
 * The constants that bring inputs and outputs to order one: mean and standard deviation of every
 * feature, standard deviation of the target, over all samples. Odd features keep their zero, so that
 * the symmetry of the data is that of the network's inputs.
 *
 * @param parity of the features under x → -x, if each has one
 */
export function standardise(
  parameters: ParameterSet,
  { groups }: Samples,
  parity: readonly number[] | undefined,
): ParameterSet {
  const width = parameters.get("input.shift")!.length;
  const moments = Array.from({ length: width }, () => new Moments());
  const target = new Moments();
  for (const group of groups) {
    const { features } = group;
    for (let k = 0; k < features.length; k++) moments[k % width].add(features[k]);
    for (const y of group.target) target.add(y);
  }
  const isOdd = (a: number) => parity?.[a] === -1;
  const shift = moments.map(({ mean }, a) => isOdd(a) ? 0 : mean);
  const scale = moments.map((m, a) => usable(isOdd(a) ? m.rms : m.deviation, m.rms));
  return new Map([
    ...parameters,
    ["input.shift", Float32Array.from(shift)],
    ["input.scale", Float32Array.from(scale)],
    ["output.scale", Float32Array.of(usable(target.rms, target.rms))],
  ]);
}

function usable(scale: number, size: number): number {
  return scale > CONSTANT * size ? scale : 1;
}

/** Sums of a number and of its square. */
class Moments {
  #count = 0;
  #sum = 0;
  #squares = 0;

  add(value: number): void {
    this.#count++;
    this.#sum += value;
    this.#squares += value * value;
  }

  get mean(): number {
    return this.#sum / this.#count;
  }

  get rms(): number {
    return Math.sqrt(this.#squares / this.#count);
  }

  get deviation(): number {
    return Math.sqrt(Math.max(0, this.rms ** 2 - this.mean ** 2));
  }
}
