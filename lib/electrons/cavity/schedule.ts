import { ParameterError } from "../../errors.ts";
import { type PoleSet } from "../pole_expansion.ts";
import table from "./cavity_poles.json" with { type: "json" };
import type { EnginePole } from "./engine.ts";
import type { CavitySweeps } from "./cavity_twin.ts";

/** Sweeps for the poles whose distance y T/t from the real axis is below a bound. */
type Schedule = readonly { readonly below: number; readonly sweeps: CavitySweeps }[];

/**
 * Sweeps for poles up to y T/t, from a measurement: what they leave of the forces' error is below a
 * twentieth of the method's own, for wide and narrow disorder and along quenches. Messages fall off
 * with the distance from the real axis, so far poles need hardly any, and no rings.
 */
const SCHEDULE: Schedule = [
  { below: 0.1, sweeps: { messages: 16, adjoint: 4 } },
  { below: 0.6, sweeps: { messages: 8, adjoint: 4 } },
  { below: 1.4, sweeps: { messages: 6, adjoint: 3 } },
  { below: 2.5, sweeps: { messages: 4, adjoint: 2 } },
  { below: 5, sweeps: { messages: 3, adjoint: 2 } },
  { below: 10, sweeps: { messages: 2, adjoint: 1 } },
  { below: 40, sweeps: { messages: 1, adjoint: 1 } },
  // The first messages, of a uniform tree, are right there to 1e-7.
  { below: Infinity, sweeps: { messages: 0, adjoint: 0 } },
];

/**
 * Sweeps after which density and energy belong together to single precision: what they leave of a
 * density is below 1e-7 for disorder v of standard deviation 2 t and more. Far poles go without rings
 * here too: those change nothing there, and the kernel keeps the digits of a logarithm close to that
 * of η, which a large weight multiplies, only without them. Rows that have settled before take no more
 * of them (assembly/cavity/settled.ts): in an ordered state three instead of 48.
 */
const CONVERGED_SCHEDULE: Schedule = [
  { below: 0.6, sweeps: { messages: 48, adjoint: 28 } },
  { below: 1.4, sweeps: { messages: 28, adjoint: 12 } },
  { below: 2.5, sweeps: { messages: 20, adjoint: 8 } },
  { below: 5, sweeps: { messages: 12, adjoint: 5 } },
  { below: 10, sweeps: { messages: 8, adjoint: 3 } },
  { below: 40, sweeps: { messages: 5, adjoint: 2 } },
  { below: Infinity, sweeps: { messages: 3, adjoint: 0 } },
];

/** The most sweeps that any pole of the usual schedule asks for. */
export const MOST_SWEEPS: CavitySweeps = { messages: 16, adjoint: 4 };

/** Pole sets of the cavity method, errors 1e-6, by ascending number of poles and range. */
export const CAVITY_POLE_SETS: readonly PoleSet[] = table.sets;

/**
 * The smallest set for a spectrum.
 *
 * @param range largest |ε - μ|/T that occurs
 * @throws {ParameterError} if no set reaches that far
 */
export function cavityPoleSet(range: number): PoleSet {
  const set = CAVITY_POLE_SETS.find((candidate) => candidate.range >= range);
  if (set) return set;
  const furthest = CAVITY_POLE_SETS[CAVITY_POLE_SETS.length - 1].range;
  throw new ParameterError(
    `The spectrum reaches |ε - μ| = ${range.toPrecision(4)} T; the poles of the cavity method ` +
      `reach ${furthest} T. Raise the temperature, or use diagonalization`,
  );
}

/** The poles of a set as the kernel takes them, for T in units of t. */
export function scheduledPoles(set: PoleSet, temperature: number): EnginePole[] {
  return polesBy(SCHEDULE, set, temperature);
}

/** The same with sweeps until density and energy belong together to single precision. */
export function convergedPoles(set: PoleSet, temperature: number): EnginePole[] {
  return polesBy(CONVERGED_SCHEDULE, set, temperature);
}

function polesBy(schedule: Schedule, { y, w }: PoleSet, temperature: number): EnginePole[] {
  return y.map((yj, j) => {
    const eta = yj * temperature;
    const { sweeps } = schedule.find(({ below }) => eta < below)!;
    return { eta, weight: w[j], temperature, sweeps };
  });
}
