import { ParameterError } from "../errors.ts";
import { firstCrossing, type Interpolation } from "./crossing.ts";

/**
 * What a domain size is worth:
 *
 * - `resolved`: C crosses the level between the nearest neighbour and half the box;
 * - `below-lattice-constant`: C is at or below the level at the first distance already, so the
 *   length is an interpolation across a gap without data;
 * - `beyond-half-box`: C stays above the level up to half the shorter side, the length is NaN: the
 *   lattice is too small or one domain has taken it;
 * - `uniform`: the field does not vary, C is 0/0 and the length NaN.
 */
export type DomainSizeStatus =
  | "resolved"
  | "below-lattice-constant"
  | "beyond-half-box"
  | "uniform";

/** A domain size and what it is worth. */
export interface DomainSize {
  /** L in lattice constants, NaN where the status says so. */
  readonly length: number;
  /** What it is worth. */
  readonly status: DomainSizeStatus;
}

/** Options of a domain size. */
export interface DomainSizeOptions {
  /** The level c of C(L) = c, between 0 and 1; 1/2 when left out, as in the paper. */
  readonly level?: number;
  /** How C runs between lattice distances; `monotone` when left out. */
  readonly interpolation?: Interpolation;
}

/**
 * The domain size L defined by C(L) = 1/2: the distance at which the normalised correlation
 * function first falls to the level, interpolated between lattice distances. For L of a few lattice
 * constants the interpolation decides the second digit: on the Ohta-Jasnow-Kawasaki form of C and L
 * from 1.2 to 8, `monotone` is off by at most 0.006, `linear` by 0.04.
 *
 * @param distance distances in rising order, the first 0
 * @param C normalised correlation function at these distances, C(0) = 1
 * @throws {ParameterError} if the level is not between 0 and 1
 * @throws {ShapeError} if the two differ in length or are empty
 *
 * @example Stripes of width 6 along y: C falls from 1 to -1 in a straight line along x
 * ```ts
 * import { domainSize } from "../../mod.ts";
 * import assert from "node:assert/strict";
 * const distance = Float64Array.of(0, 1, 2, 3, 4, 5, 6);
 * const { length } = domainSize(distance, distance.map((r) => 1 - 2 * r / 6));
 * assert.ok(Math.abs(length - 1.5) < 1e-12);
 * ```
 */
export function domainSize(
  distance: Float64Array,
  C: Float64Array,
  { level = 0.5, interpolation = "monotone" }: DomainSizeOptions = {},
): DomainSize {
  if (!(level > 0 && level < 1)) {
    throw new ParameterError(`The level must be between 0 and 1: current value is ${level}`);
  }
  const length = firstCrossing(distance, C, level, interpolation);
  if (Number.isNaN(C[0])) return { length: NaN, status: "uniform" };
  if (Number.isNaN(length)) return { length, status: "beyond-half-box" };
  return { length, status: C[1] <= level ? "below-lattice-constant" : "resolved" };
}
