import { ParameterError } from "../errors.ts";
import type { DomainGrowth } from "./domain_growth.ts";
import { fitLine } from "./power_law.ts";
import { bootstrapError } from "./resampling.ts";

/** The local exponent against time. */
export interface LocalExponents {
  /** Geometric mean of the times that each exponent comes from. */
  readonly time: Float64Array;
  /** d ln L/d ln t. */
  readonly exponent: Float64Array;
  /** Bootstrap error over trajectories; NaN without replicas. */
  readonly error: Float64Array;
}

/**
 * The local growth exponent d ln L/d ln t: slopes of straight lines through 2h + 1 neighbouring
 * points of ln L against ln t, all with the same weight. Times at or before 0 and lengths that are
 * not resolved are left out. A true power law shows as a constant.
 *
 * @param halfWidth h, an integer of at least 1; 1 when left out
 * @throws {ParameterError} if the half width is no such integer
 */
export function localExponents(growth: DomainGrowth, halfWidth = 1): LocalExponents {
  if (!Number.isInteger(halfWidth) || halfWidth < 1) {
    throw new ParameterError(
      `The half width must be an integer of at least 1: current value is ${halfWidth}`,
    );
  }
  const { time, length, replicas, trajectories } = growth;
  const usable = Array.from(time.keys()).filter((j) => time[j] > 0 && length[j] > 0);
  const stencils = usable
    .slice(halfWidth, Math.max(halfWidth, usable.length - halfWidth))
    .map((_, p) => usable.slice(p, p + 2 * halfWidth + 1));
  const slope = (stencil: number[], lengths: Float64Array) =>
    fitLine(
      stencil.map((j) => Math.log(time[j])),
      stencil.map((j) => Math.log(lengths[j])),
      stencil.map(() => 1),
    ).slope;
  return {
    time: Float64Array.from(
      stencils,
      (s) => Math.exp(s.reduce((sum, j) => sum + Math.log(time[j]), 0) / s.length),
    ),
    exponent: Float64Array.from(stencils, (s) => slope(s, length)),
    error: Float64Array.from(
      stencils,
      (s) => bootstrapError(replicas.map((replica) => slope(s, replica)), trajectories),
    ),
  };
}
