import { ParameterError } from "../errors.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { requireSquareGeometry } from "../lattice/minimum_image.ts";
import type { Offset } from "../lattice/offset.ts";
import { latticeShells } from "../lattice/shells.ts";

/** Largest squared distance of a site that the descriptor sees: r_c = √13 = 3.61 (Sec. III). */
const CUTOFF_SQUARED = 13;

/**
 * The shells of the environment of a site, nearest first, without the site itself.
 *
 * Within a shell a site stands next to the one opposite it, then come the two on the other
 * diagonal, then those with |dx| and |dy| exchanged: each operation of D4 keeps these pairs, the
 * pairs of pairs and so on. `pairwiseSum` adds in this order.
 */
export const ENVIRONMENT_SHELLS: readonly (readonly Offset[])[] = latticeShells(CUTOFF_SQUARED)
  .map(({ offsets }) => offsets.toSorted((a, b) => compare(pairingKey(b), pairingKey(a))));

/** The 45 offsets of the environment: the site itself, then shell after shell. */
export const ENVIRONMENT: readonly Offset[] = [[0, 0], ...ENVIRONMENT_SHELLS.flat()];

/** Number of sites in the environment, and of features that describe it. */
export const DESCRIPTOR_SIZE: number = ENVIRONMENT.length;

/** How far the environment reaches along an axis. */
export const ENVIRONMENT_REACH: number = Math.max(...ENVIRONMENT.flat());

/** Below this the environment would meet itself around the lattice. Sides are even. */
const SMALLEST_SIDE = 2 * ENVIRONMENT_REACH + 2;

/**
 * Refuses a lattice on which the 45 sites of an environment are not 45 different ones.
 *
 * @throws {ParameterError} if it is not square in kind or a side is below 8
 */
export function requireRoomForEnvironment(lattice: Lattice): void {
  requireSquareGeometry(lattice);
  const { width, height } = lattice;
  if (Math.min(width, height) < SMALLEST_SIDE) {
    throw new ParameterError(
      `The descriptor sees ${DESCRIPTOR_SIZE} sites up to ${ENVIRONMENT_REACH} columns and rows ` +
        `away and needs a lattice with sides of at least ${SMALLEST_SIDE}: got ${width}×${height}`,
    );
  }
}

/**
 * The values of a field around one site, in the order of `ENVIRONMENT`, shape [45].
 *
 * @param field one number a site, shape [N]
 * @param site index of the site
 */
export function environmentOf(lattice: Lattice, field: Float64Array, site: number): Float64Array {
  const { width, height } = lattice;
  const x = site % width;
  const y = Math.floor(site / width);
  return Float64Array.from(ENVIRONMENT, ([dx, dy]) => {
    const column = (x + dx + width) % width;
    const row = (y + dy + height) % height;
    return field[column + width * row];
  });
}

function pairingKey([dx, dy]: Offset): readonly number[] {
  return [Math.abs(dx), Math.sign(dx * dy), dx, dy];
}

/** Order of two lists of numbers by the first number in which they differ. */
function compare(a: readonly number[], b: readonly number[]): number {
  return a.map((value, k) => value - b[k]).find((difference) => difference !== 0) ?? 0;
}
