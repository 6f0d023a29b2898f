import { ParameterError } from "../../errors.ts";
import { type PoleSet } from "../pole_expansion.ts";
import table from "./cavity_poles.json" with { type: "json" };
import type { EnginePole } from "./engine.ts";
import type { CavitySweeps } from "./cavity_twin.ts";

/**
 * Sweeps for poles up to y T/t, from a measurement: what they leave of the forces' error is below a
 * twentieth of the method's own, for wide and narrow disorder and along quenches. Messages fall off
 * with the distance from the real axis, so far poles need hardly any, and no rings.
 */
const SCHEDULE: readonly { readonly below: number; readonly sweeps: CavitySweeps }[] = [
  { below: 0.1, sweeps: { messages: 16, adjoint: 4 } },
  { below: 0.6, sweeps: { messages: 8, adjoint: 4 } },
  { below: 1.4, sweeps: { messages: 6, adjoint: 3 } },
  { below: 2.5, sweeps: { messages: 4, adjoint: 2 } },
  { below: 5, sweeps: { messages: 3, adjoint: 2 } },
  { below: 10, sweeps: { messages: 2, adjoint: 1 } },
  { below: 40, sweeps: { messages: 1, adjoint: 1 } },
  { below: Infinity, sweeps: { messages: 1, adjoint: 0 } },
];

/** The most message sweeps that any pole asks for. */
export const MOST_SWEEPS = 16;

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
export function scheduledPoles({ y, w }: PoleSet, temperature: number): EnginePole[] {
  return y.map((yj, j) => {
    const eta = yj * temperature;
    const { sweeps } = SCHEDULE.find(({ below }) => eta < below)!;
    return { eta, weight: w[j], temperature, sweeps };
  });
}
