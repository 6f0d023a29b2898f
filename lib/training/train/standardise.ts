import type { ParameterSet } from "../../networks/parameters.ts";
import type { Samples } from "./samples.ts";

/** Below this a feature counts as constant. */
const CONSTANT = 1e-12;

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
  const scale = moments.map((m, a) => isOdd(a) ? m.rms : m.deviation);
  const usable = (value: number) => value > CONSTANT ? value : 1;
  return new Map([
    ...parameters,
    ["input.shift", Float32Array.from(shift)],
    ["input.scale", Float32Array.from(scale, usable)],
    ["output.scale", Float32Array.of(usable(target.rms))],
  ]);
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
